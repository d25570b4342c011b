/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How a request is made: p9_begin() locks the share and starts the message,
 * p9_put...() fills it, p9_transact() sends it and waits, p9_get...() reads
 * the reply, p9_end() unlocks and gives the result.
 */
#ifndef UK_9P_SESSION_H
#define UK_9P_SESSION_H

#include "client.h"

enum {
	P9_RLERROR = 7,
	P9_TLOPEN = 12,
	P9_TLCREATE = 14,
	P9_TGETATTR = 24,
	P9_TSETATTR = 26,
	P9_TREADDIR = 40,
	P9_TFSYNC = 50,
	P9_TMKDIR = 72,
	P9_TRENAMEAT = 74,
	P9_TUNLINKAT = 76,
	P9_TVERSION = 100,
	P9_TATTACH = 104,
	P9_TWALK = 110,
	P9_TREAD = 116,
	P9_TWRITE = 118,
	P9_TCLUNK = 120,
};

/** "No numeric uid" of 9P2000.L, also what chown(2) takes as "leave it". */
#define P9_NO_ID UINT32_MAX

struct p9_out p9_begin(struct p9 *p, uint8_t type);

/** Sends what p9_begin() started; in is set to the reply's fields. */
int p9_transact(struct p9 *p, struct p9_out *o, struct p9_in *in);

/** Ends a request: the reply must have held all fields that were read. */
int p9_end(struct p9 *p, int rc, const struct p9_in *in);

/** The last two for a reply in which nothing is looked at. */
int p9_simple(struct p9 *p, struct p9_out *o);

#endif /* UK_9P_SESSION_H */
