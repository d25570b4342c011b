/* SPDX-License-Identifier: BSD-3-Clause */
/* The worked examples of tnt.md section 14 as simulator set-ups. */
#ifndef TNT_TEST_LABS_H
#define TNT_TEST_LABS_H

#include "sim.h"

struct lab {
	const char *name;
	bool brute_force;
	bool two_destinations;
	unsigned int lsr_count; /* P routers */
	uint8_t te, er;         /* of PE and P routers */
	bool no_rfc4950, quotes_one, pu_left;
	bool silent_pe1, silent_p3, mute_pe2;
	struct sim_lsp lsp; /* span filled in; egress 0: no LSP */
};

extern const struct lab lab_table[];
extern const unsigned int lab_count;

/* The test of a lab; its state points to the lab's number. */
#define LABS_MAX 32
extern unsigned int lab_numbers[LABS_MAX];
void run_lab(void **state);

/* The address a.b.c.d, or the one that stands for it in the same lab over
 * IPv6: 2a00:a:b:c::d, so that addresses keep their order. */
struct tnt_addr lab_addr(bool ipv6, uint32_t ipv4);

void lab_build(const struct lab *lab, bool ipv6, struct sim *sim);

/* The same labs over IPv6. */
void run_lab_ipv6(void **state);

#endif
