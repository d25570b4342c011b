/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * When a datagram left, as Linux tells it (SO_TIMESTAMPING): a message in the
 * socket's error queue, here with room for one, that of the last datagram. A
 * prober measures from the moment the device got the packet, and not from
 * before the way through the stack.
 */
#include <uk/errno.h>
#include <uk/time.h>
#include "inet.h"

#define UK_ENOMSG 42

/*
 * Times of transmission by software, without a copy of the packet; anything
 * else a program could ask for is not here.
 */
int inet_sent_ask(struct inet_socket *is, int flags)
{
	const int all = UK_SOF_TIMESTAMPING_TX_SOFTWARE |
			UK_SOF_TIMESTAMPING_SOFTWARE |
			UK_SOF_TIMESTAMPING_OPT_TSONLY;

	if (is->type == UK_SOCK_STREAM || (flags != 0 && flags != all))
		return -EINVAL;
	is->dgram.sent_flags = flags;
	is->dgram.sent_ns = 0;
	return 0;
}

static void put_time(int family, struct uk_msghdr *m, uint64_t mono_ns)
{
	bool ipv6 = family == UK_AF_INET6;
	uint64_t ns = uk_time_wall_ns() - (uk_time_mono_ns() - mono_ns);
	struct uk_scm_timestamping stamp = {
		{{(int64_t)(ns / UK_NSEC_PER_SEC),
		  (int64_t)(ns % UK_NSEC_PER_SEC)}}};
	struct {
		struct uk_sock_extended_err e;
		struct uk_sockaddr_in6 offender;
	} why = {.e = {.error = UK_ENOMSG,
		       .origin = UK_SO_EE_ORIGIN_TIMESTAMPING}};
	size_t room = m->controllen;
	size_t used = uk_cmsg_put(m, room, 0, UK_SOL_SOCKET, UK_SO_TIMESTAMPING,
				  &stamp, sizeof(stamp));

	/* Nobody is at fault: the address is of no family. */
	m->controllen = uk_cmsg_put(
		m, room, used, ipv6 ? UK_IPPROTO_IPV6 : UK_IPPROTO_IP,
		ipv6 ? UK_IPV6_RECVERR : UK_IP_RECVERR, &why,
		sizeof(why.e) + (ipv6 ? sizeof(struct uk_sockaddr_in6)
				      : sizeof(struct uk_sockaddr_in)));
}

long inet_sent_recv(struct inet_socket *is, struct uk_msghdr *m)
{
	if (is->type == UK_SOCK_STREAM || !is->dgram.sent_ns)
		return -EAGAIN;
	put_time(is->up->family, m, is->dgram.sent_ns);
	is->dgram.sent_ns = 0;
	m->namelen = 0;
	m->flags |= UK_MSG_ERRQUEUE;
	return 0;
}
