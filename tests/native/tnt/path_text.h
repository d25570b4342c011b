/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Paths written as text, for tests: hops separated by ';', from TTL 1 on.
 *
 *   "A te 254/63; *; B te 250/62 q2 m252; D er 60/60"
 *
 * A capital letter is the address 20.0.n.2 (A: n = 1), a dotted quad stands
 * for itself; te, er, pu (port) or un (host unreachable); TTLs of TE and ER
 * (255/255 if left out, 0 for no ER); qN quoted TTL (1); mN a label with TTL
 * N. "*" is a silent hop.
 */
#ifndef TNT_TEST_PATH_TEXT_H
#define TNT_TEST_PATH_TEXT_H

#include "passes.h"

struct tnt_addr letter(char name);

#define assert_addr(a, b) assert_true(tnt_addr_equal(a, b))

/* A trace with those hops; the destination is the address of `dst`. */
struct scamper_trace *text_trace(const char *text, char dst);

/* The same as a path, with the ER TTLs filled in. */
void text_path(struct tnt_path *path, const char *text, char dst);

/*
 * Asserts what the dump shows in brackets, hop by hop: "-|EXP,ING|EXP,LSR",
 * with '-' for a hop without a role.
 */
void assert_tags(const struct tnt_path *path, const char *expected);

/* Rules with the default thresholds. */
extern const struct tnt_rules default_rules;

#endif
