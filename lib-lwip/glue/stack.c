/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The thread of the network stack: takes what devices received, runs lwIP's
 * timers, and otherwise sleeps until one or the other is due.
 */
#include <uk/errno.h>
#include <uk/init.h>
#include <uk/print.h>
#include <uk/sched.h>
#include <uk/time.h>
#include <uk/waitq.h>
#include "lwip/etharp.h"
#include "lwip/init.h"
#include "stack.h"

/* lwIP's own calls go a dozen functions deep, on frames of up to 200 bytes. */
#define STACK_BYTES 16384

/* Waiting for the gateway's hardware address: four requests in a second. */
#define GATEWAY_TRIES  4
#define GATEWAY_TRY_NS (UK_NSEC_PER_SEC / GATEWAY_TRIES)

static struct uk_lwip_netif netifs[UK_LWIP_DEVICES];
static unsigned netif_count;

static struct uk_waitq work_q = UK_WAITQ_INITIALIZER;
/* Woken when packets or timers may have made a neighbour known. */
static struct uk_waitq neighbour_q = UK_WAITQ_INITIALIZER;
/* Set in interrupt context and by uk_lwip_kick(). */
static volatile bool work;
/* When the thread wakes by itself; 0 while it does not sleep. */
static uint64_t wakes_at;

static void rx_ready(void *arg)
{
	(void)arg;
	work = true;
	uk_waitq_wake_one(&work_q);
}

static bool loopback_pending(void)
{
	struct netif *netif;

	NETIF_FOREACH(netif)
	{
		if (netif->loop_first)
			return true;
	}
	return false;
}

void uk_lwip_kick(void)
{
	if (!loopback_pending() && uk_lwip_timers_next() >= wakes_at)
		return;
	work = true;
	uk_waitq_wake_one(&work_q);
}

static bool has_work(void *arg)
{
	(void)arg;
	return work;
}

/* Everything that has arrived; true if there was anything. */
static bool receive_all(void)
{
	bool any = false;
	unsigned i;

	for (i = 0; i < netif_count; i++)
		while (uk_lwip_netif_receive(&netifs[i]) > 0)
			any = true;
	netif_poll_all();
	return any;
}

static bool arm_all(void)
{
	bool more = false;
	unsigned i;

	for (i = 0; i < netif_count; i++)
		more |= uk_netdev_rx_arm(netifs[i].dev);
	return more;
}

static void sleep_until_work(void)
{
	wakes_at = uk_lwip_timers_next();
	uk_waitq_wait_until(&work_q, wakes_at, has_work, NULL);
	wakes_at = 0;
}

static void run(void *arg)
{
	(void)arg;
	for (;;) {
		bool any;

		work = false;
		any = receive_all();
		if (uk_lwip_timers_run() || any)
			uk_waitq_wake_all(&neighbour_q);
		if (!loopback_pending() && !arm_all())
			sleep_until_work();
		else
			uk_thread_yield();
	}
}

/* What to write on the command line for an address. */
#if LWIP_IPV6
#define HOW_TO_GIVE "netdev.ip=ADDR/LEN:GATEWAY or netdev.ip6=auto"
#else
#define HOW_TO_GIVE "netdev.ip=ADDR/LEN:GATEWAY"
#endif

static bool is_given(unsigned i)
{
#if LWIP_IPV6
	if (uk_lwip_config6(i)->given)
		return true;
#endif
	return uk_lwip_config(i)->given;
}

static int start_device(unsigned i)
{
	struct uk_netdev *dev = uk_netdev_get(i);
	int r;

	if (!is_given(i)) {
		uk_pr_warn("UK8102: network device %u has no address. "
			   "Add " HOW_TO_GIVE " to the command line.\n",
			   i);
		return 0;
	}
	r = uk_lwip_netif_start(&netifs[netif_count], dev, i, rx_ready);
	if (r)
		uk_pr_err("UK8103: network device %u does not start (error "
			  "%d). Attach another network device.\n",
			  i, -r);
	else
		netif_count++;
	return r;
}

static int lwip_start(void)
{
	unsigned devices = uk_netdev_count();
	unsigned i;
	int r;

	lwip_init();
	for (i = 0; i < UK_LWIP_DEVICES; i++) {
		if (i < devices) {
			r = start_device(i);
			if (r)
				return r;
		} else if (is_given(i)) {
			uk_pr_warn("UK8101: the address of network device %u "
				   "is given, but there is no such device. "
				   "Attach one or drop its address.\n",
				   i);
		}
	}
	if (!uk_thread_create("lwip", run, NULL, STACK_BYTES))
		return -ENOMEM;
	return 0;
}
UK_INIT(UK_INIT_LIB, lwip_start);

static bool gateway_known(void *arg)
{
	struct uk_lwip_netif *n = arg;
	struct eth_addr *mac;
	const ip4_addr_t *ip;

	return etharp_find_addr(&n->netif, netif_ip4_gw(&n->netif), &mac,
				&ip) >= 0;
}

static int find_gateway(struct uk_lwip_netif *n)
{
	unsigned try;

	for (try = 0; try < GATEWAY_TRIES; try++) {
		if (try)
			etharp_request(&n->netif, netif_ip4_gw(&n->netif));
		if (!uk_waitq_wait_until(&neighbour_q,
					 uk_time_mono_ns() + GATEWAY_TRY_NS,
					 gateway_known, n))
			return 0;
	}
	return -ETIMEDOUT;
}

void uk_lwip_find_gateways(void)
{
	static bool done;
	unsigned i;

	if (done)
		return;
	done = true;
#if LWIP_IPV6
	for (i = 0; i < netif_count; i++)
		if (uk_lwip_has_ipv6(&netifs[i]))
			uk_lwip_ipv6_wait(&netifs[i], i, &neighbour_q);
#endif
	for (i = 0; i < netif_count; i++) {
		const ip4_addr_t *gw = netif_ip4_gw(&netifs[i].netif);

		if (ip4_addr_isany(gw) || !find_gateway(&netifs[i]))
			continue;
		uk_pr_warn("UK8104: gateway %u.%u.%u.%u does not answer ARP. "
			   "Check netdev.ip and the network outside.\n",
			   ip4_addr1(gw), ip4_addr2(gw), ip4_addr3(gw),
			   ip4_addr4(gw));
	}
}

/* Asked early: the answers come while the machine boots. */
static int ask_gateways(void)
{
	unsigned i;

	for (i = 0; i < netif_count; i++)
		if (!ip4_addr_isany(netif_ip4_gw(&netifs[i].netif)))
			etharp_request(&netifs[i].netif,
				       netif_ip4_gw(&netifs[i].netif));
	return 0;
}
UK_INIT(UK_INIT_LATE, ask_gateways);
