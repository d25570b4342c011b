/* SPDX-License-Identifier: BSD-3-Clause */
#include "labs.h"

#include <string.h>

#define IP(a, b, c, d)                                                         \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 |      \
	 (uint32_t)(d))
#define LSP(...)                                                               \
	{                                                                      \
		.egress = 1, __VA_ARGS__                                       \
	}
#define BOTH .forward = true, .back = true

const struct lab lab_table[] = {
	{"ex01", .lsr_count = 1, .te = 255, .er = 255},
	{"ex02", .lsr_count = 3, .te = 255, .er = 255,
	 .lsp = LSP(BOTH, .propagate = true)},
	{"ex03", .lsr_count = 3, .te = 255, .er = 255, .no_rfc4950 = true,
	 .lsp = LSP(BOTH, .propagate = true)},
	{"ex04", .lsr_count = 3, .te = 255, .er = 64, .lsp = LSP(BOTH)},
	{"ex05", .lsr_count = 3, .te = 255, .er = 255,
	 .lsp = LSP(BOTH, .all_prefixes = true)},
	{"ex06", .lsr_count = 1, .te = 255, .er = 64, .lsp = LSP(BOTH)},
	{"ex07", .lsr_count = 2, .te = 255, .er = 255,
	 .lsp = LSP(BOTH, .all_prefixes = true)},
	{"ex07b", .brute_force = true, .lsr_count = 2, .te = 255, .er = 255,
	 .lsp = LSP(BOTH, .all_prefixes = true)},
	{"ex08", .lsr_count = 3, .te = 255, .er = 255,
	 .lsp = LSP(BOTH, .uhp = true, .all_prefixes = true, .opaque = true)},
	{"ex09", .lsr_count = 3, .te = 255, .er = 255, .pu_left = true,
	 .lsp = LSP(.forward = true, .uhp = true, .all_prefixes = true,
		    .dup = true)},
	{"ex10", .lsr_count = 3, .te = 255, .er = 255,
	 .lsp = LSP(.forward = true, .uhp = true, .dup = true)},
	{"ex11", .lsr_count = 3, .te = 255, .er = 64, .silent_pe1 = true,
	 .lsp = LSP(BOTH)},
	{"ex12", .lsr_count = 3, .te = 255, .er = 64, .silent_p3 = true,
	 .lsp = LSP(BOTH)},
	{"ex13", .lsr_count = 3, .te = 64, .er = 64, .lsp = LSP(BOTH)},
	{"ex14", .lsr_count = 3, .te = 255, .er = 255, .no_rfc4950 = true,
	 .quotes_one = true, .lsp = LSP(BOTH, .propagate = true)},
	{"ex15", .lsr_count = 3, .te = 255, .er = 64, .lsp = LSP(.back = true)},
	{"ex16", .lsr_count = 3, .te = 255, .er = 255, .mute_pe2 = true,
	 .lsp = LSP(BOTH, .all_prefixes = true)},
	{"ex17", .two_destinations = true, .lsr_count = 3, .te = 255, .er = 64,
	 .lsp = LSP(BOTH)},
};

const unsigned int lab_count = sizeof(lab_table) / sizeof(*lab_table);

struct tnt_addr lab_addr(bool ipv6, uint32_t ipv4)
{
	struct tnt_addr addr = tnt_addr_ipv4(ipv4);

	if (ipv6)
		addr = (struct tnt_addr){
			.high = 0x2a00u * (UINT64_C(1) << 48) |
				(uint64_t)(ipv4 >> 24) << 32 |
				(ipv4 >> 16 & 255) << 16 | (ipv4 >> 8 & 255),
			.low = ipv4 & 255,
		};
	return addr;
}

static struct sim_router router(const struct lab *lab, bool ipv6,
				unsigned int i)
{
	return (struct sim_router){
		.left = lab_addr(ipv6, IP(20, 0, i, 2)),
		.right = lab_addr(ipv6, IP(20, 0, i + 1, 1)),
		.te = 255,
		.er = 255,
		.rfc4950 = !lab->no_rfc4950,
		.sends_te = true,
		.answers_echo = true,
		.quotes_one = lab->quotes_one,
		.pu_left = lab->pu_left,
	};
}

void lab_build(const struct lab *lab, bool ipv6, struct sim *sim)
{
	unsigned int pe1 = 1, pe2 = lab->lsr_count + 2;

	memset(sim, 0, sizeof(*sim));
	sim->vp = lab_addr(ipv6, IP(172, 20, 0, 2));
	sim->routers = pe2 + 3;
	for (unsigned int i = 0; i < sim->routers; i++) {
		struct sim_router *r = &sim->router[i];

		*r = router(lab, ipv6, i);
		if (i >= pe1 && i <= pe2) {
			r->te = lab->te;
			r->er = lab->er;
		}
	}
	sim->router[pe1].sends_te = !lab->silent_pe1;
	sim->router[4].sends_te = !lab->silent_p3;
	sim->router[pe2].answers_echo = !lab->mute_pe2;
	sim->router[pe2 + 1].right = lab_addr(ipv6, IP(20, 9, 9, 8));
	sim->router[pe2 + 2].left = lab_addr(ipv6, IP(20, 9, 9, 9));
	sim->router[pe2 + 2].right = (struct tnt_addr){0};
	sim->router[pe2 + 2].te = sim->router[pe2 + 2].er = 64;
	if (!lab->lsp.egress)
		return;
	sim->lsps = 1;
	sim->lsp[0] = lab->lsp;
	sim->lsp[0].ingress = pe1;
	sim->lsp[0].egress = pe2;
}
