/* SPDX-License-Identifier: BSD-3-Clause */
#include "sim.h"

#include <stddef.h>

#define BASE_LABEL 1000

/* A packet on its way; in an LSP when `lsp` is set. */
struct packet {
	struct tnt_addr dst;
	uint8_t ttl;
	const struct sim_lsp *lsp;
	unsigned int end; /* where the LSP ends */
	int lse;
};

static uint8_t lesser(uint8_t ttl, int lse)
{
	return lse < ttl ? (uint8_t)lse : ttl;
}

static bool owns(const struct sim_router *router, struct tnt_addr addr)
{
	return !tnt_addr_is_none(addr) && (tnt_addr_equal(router->left, addr) ||
					   tnt_addr_equal(router->right, addr));
}

/* The place of an address's owner; beyond the chain when nobody owns it. */
static unsigned int owner(const struct sim *sim, struct tnt_addr addr)
{
	unsigned int i = 0;

	while (i < sim->routers && !owns(&sim->router[i], addr))
		i++;
	return i;
}

/* Rule 1: where the LSP that router `i` has for `dst` ends; `i`: none. */
static unsigned int lsp_end(const struct sim *sim, const struct sim_lsp *lsp,
			    unsigned int i, struct tnt_addr dst)
{
	unsigned int to = owner(sim, dst), end;

	if (to > lsp->egress || to <= lsp->ingress)
		end = lsp->egress;
	else if (!lsp->all_prefixes)
		return i;
	else
		end = tnt_addr_equal(sim->router[to].left, dst) ? to - 1 : to;
	if (end <= i || (!lsp->uhp && end - i < 2))
		return i;
	return end;
}

static void push(const struct sim *sim, unsigned int i, struct packet *p)
{
	for (unsigned int n = 0; n < sim->lsps; n++) {
		const struct sim_lsp *lsp = &sim->lsp[n];

		if (!lsp->forward || lsp->ingress != i)
			continue;
		p->end = lsp_end(sim, lsp, i, p->dst);
		if (p->end == i)
			continue;
		p->lsp = lsp;
		p->lse = lsp->propagate ? p->ttl : 255;
		return;
	}
}

/* The way back of a packet that leaves router `i` (which has done with it). */
static uint8_t way_back(const struct sim *sim, unsigned int i, uint8_t ttl)
{
	const struct sim_lsp *lsp = NULL;
	int lse = 0;

	for (;;) {
		/* Routers of a return LSP push what they send or forward. */
		for (unsigned int n = 0; !lsp && n < sim->lsps; n++) {
			const struct sim_lsp *l = &sim->lsp[n];
			unsigned int links = i - l->ingress;

			if (!l->back || i <= l->ingress || i > l->egress ||
			    (!l->uhp && links < 2))
				continue;
			lsp = l;
			lse = l->propagate ? ttl : 255;
		}
		if (i == 0)
			return ttl;
		i--;
		if (lsp && i > lsp->ingress) {
			lse--;
			if (!lsp->uhp && i == lsp->ingress + 1) {
				ttl = lesser(ttl, lse);
				lsp = NULL;
				/* Popped here: the next hop is the LER. */
				i--;
				ttl--;
			}
			continue;
		}
		if (lsp && lsp->propagate)
			ttl = lesser(ttl, lse);
		lsp = NULL;
		ttl--;
	}
}

/* Rule 4: a TE after LSE expiry goes to the end of the LSP first. */
static uint8_t detour(const struct sim *sim, const struct packet *p,
		      unsigned int i, uint8_t ttl)
{
	int lse = 255;
	unsigned int last = p->lsp->uhp ? p->end : p->end - 1;

	for (unsigned int j = i + 1; j <= last && j < p->end; j++)
		lse--;
	if (!p->lsp->uhp || p->lsp->propagate)
		ttl = lesser(ttl, lse);
	return way_back(sim, p->end, (uint8_t)(ttl - 1));
}

static bool expired(const struct sim *sim, unsigned int i,
		    const struct packet *p, bool at_lse, bool show,
		    struct sim_reply *reply)
{
	const struct sim_router *router = &sim->router[i];

	if (!router->sends_te)
		return false;
	*reply = (struct sim_reply){
		.from = router->left,
		.type = 11,
		.quoted_ttl = router->quotes_one ? 1 : p->ttl,
		.labelled = show && router->rfc4950,
		.label = BASE_LABEL + i,
		.label_ttl = (uint8_t)p->lse,
	};
	reply->ttl = at_lse ? detour(sim, p, i, router->te)
			    : way_back(sim, i, router->te);
	return true;
}

static bool deliver(const struct sim *sim, unsigned int i, struct tnt_addr dst,
		    bool udp, struct sim_reply *reply)
{
	const struct sim_router *router = &sim->router[i];

	if (!udp && !router->answers_echo)
		return false;
	*reply = (struct sim_reply){.from = dst};
	if (udp) {
		reply->type = reply->code = 3;
		reply->quoted_ttl = 1;
		if (router->pu_left)
			reply->from = router->left;
	}
	reply->ttl = way_back(sim, i, udp ? router->te : router->er);
	return true;
}

bool sim_probe(struct sim *sim, struct tnt_addr dst, uint8_t ttl, bool udp,
	       struct sim_reply *reply)
{
	struct packet p = {.dst = dst, .ttl = ttl};

	sim->probes++;
	for (unsigned int i = 0; i < sim->routers; i++) {
		bool opaque = false, dup = false;

		if (p.lsp && i < p.end) { /* rule 2 */
			if (--p.lse == 0) {
				p.lse = 1; /* shown as received */
				return expired(sim, i, &p, true, true, reply);
			}
			if (!p.lsp->uhp && i == p.end - 1) {
				p.ttl = lesser(p.ttl, p.lse);
				p.lsp = NULL;
			}
			continue;
		}
		if (p.lsp) { /* rule 3 */
			if (p.lsp->propagate)
				p.ttl = lesser(p.ttl, p.lse);
			opaque = p.lsp->opaque;
			dup = p.lsp->dup;
			p.lsp = NULL;
		}
		if (owns(&sim->router[i], dst))
			return deliver(sim, i, dst, udp, reply);
		if (dup && p.ttl == 1)
			continue;
		if (p.ttl == 1)
			return expired(sim, i, &p, false, opaque, reply);
		p.ttl--;
		push(sim, i, &p);
	}
	return false;
}
