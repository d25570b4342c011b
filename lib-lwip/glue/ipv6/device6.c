/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * IPv6 on a device: its addresses (RFC 4862), and waiting for them. Nothing of
 * it happens on a device without netdev.ip6.
 */
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/print.h>
#include <uk/time.h>
#include <uk/waitq.h>
#include "lwip/nd6.h"
#include "../stack.h"

/*
 * Two router solicitations four seconds apart, an answer within half a second
 * (RFC 4861 section 10), and duplicate address detection, in turns of a second.
 */
#define ADDRESS_NS (7 * UK_NSEC_PER_SEC)
/* Three neighbour solicitations, one a second. */
#define ROUTER_NS (3 * UK_NSEC_PER_SEC)

/* lwIP keeps the link-local address at 0; those of configuration follow. */
#define GLOBAL 1

void uk_lwip_ipv6_start(struct uk_lwip_netif *n)
{
	struct netif *netif = &n->netif;

	netif_create_ip6_linklocal_address(netif, 1);
	netif_set_ip6_autoconfig_enabled(netif, n->config6->automatic);
	if (!n->config6->automatic) {
		netif_ip6_addr_set(netif, GLOBAL, &n->config6->addr);
		netif_ip6_addr_set_state(netif, GLOBAL, IP6_ADDR_TENTATIVE);
	}
	/*
	 * At once, without the random delay of RFC 4862 section 5.4.2: guests
	 * do not start together after a power failure.
	 */
	uk_lwip_timers_start6();
}

/* The index of the first address of that kind, or -1. */
static int find(const struct netif *netif, int from, bool duplicate)
{
	int i;

	for (i = from; i < LWIP_IPV6_NUM_ADDRESSES; i++) {
		uint8_t state = netif_ip6_addr_state(netif, i);

		if (duplicate ? ip6_addr_isduplicated(state)
			      : ip6_addr_isvalid(state))
			return i;
	}
	return -1;
}

static bool has_address(void *arg)
{
	const struct uk_lwip_netif *n = arg;

	return find(&n->netif, GLOBAL, false) >= 0 ||
	       find(&n->netif, 0, true) >= 0;
}

static bool router_known(void *arg)
{
	const struct uk_lwip_netif *n = arg;

	return !nd6_router_pending(&n->netif);
}

/* In lower case (RFC 5952 section 4.3); in a buffer used again. */
static const char *text(const ip6_addr_t *addr)
{
	char *begin = ip6addr_ntoa(addr), *c;

	for (c = begin; *c; c++)
		if (*c >= 'A' && *c <= 'F')
			*c |= 0x20;
	return begin;
}

static void warn_address(const struct uk_lwip_netif *n, unsigned i)
{
	int twice = find(&n->netif, 0, true);

	if (twice >= 0)
		uk_pr_warn("UK8106: the IPv6 address %s of network device %u "
			   "is that of another machine, too. Give another one "
			   "with netdev.ip6=ADDR/64,GATEWAY.\n",
			   text(netif_ip6_addr(&n->netif, twice)), i);
	else
		uk_pr_warn("UK8105: network device %u has no IPv6 address: no "
			   "router advertises a prefix. Check the network "
			   "outside, or give netdev.ip6=ADDR/64,GATEWAY.\n",
			   i);
}

void uk_lwip_ipv6_wait(struct uk_lwip_netif *n, unsigned i,
		       struct uk_waitq *changed)
{
	const ip6_addr_t *gateway = &n->config6->gateway;
	uint64_t now = uk_time_mono_ns();

	if (uk_waitq_wait_until(changed, now + ADDRESS_NS, has_address, n) ||
	    find(&n->netif, GLOBAL, false) < 0) {
		warn_address(n, i);
		return;
	}
	if (!ip6_addr_isany(gateway))
		nd6_add_static_router(&n->netif, gateway);
	now = uk_time_mono_ns();
	if (uk_waitq_wait_until(changed, now + ROUTER_NS, router_known, n))
		uk_pr_warn("UK8107: the IPv6 router of network device %u does "
			   "not answer. Check netdev.ip6 and the network "
			   "outside.\n",
			   i);
}
