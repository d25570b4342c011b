/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A path simulator without packets: what a probe of a given TTL gets back
 * from a chain of routers with LSPs. Rules: tnt.md section 13.
 */
#ifndef TNT_TEST_SIM_H
#define TNT_TEST_SIM_H

#include "addr.h"

#define SIM_ROUTERS_MAX 16
#define SIM_LSPS_MAX    2

struct sim_router {
	struct tnt_addr left, right;
	uint8_t te, er; /* initial TTLs */
	bool rfc4950, sends_te, answers_echo, quotes_one, pu_left;
};

struct sim_lsp {
	unsigned int ingress, egress; /* places in the chain */
	bool propagate, uhp, all_prefixes, dup, opaque, forward, back;
};

struct sim {
	struct tnt_addr vp;
	unsigned int routers, lsps;
	struct sim_router router[SIM_ROUTERS_MAX];
	struct sim_lsp lsp[SIM_LSPS_MAX];
	unsigned int probes; /* counted by the probe call */
};

struct sim_reply {
	struct tnt_addr from;
	uint8_t type, code, ttl, quoted_ttl; /* ICMP of IPv4 */
	bool labelled;
	uint32_t label;
	uint8_t label_ttl;
};

/* Sends one probe; false: no answer. */
bool sim_probe(struct sim *sim, struct tnt_addr dst, uint8_t ttl, bool udp,
	       struct sim_reply *reply);

#endif
