/* SPDX-License-Identifier: BSD-3-Clause */
/* Socket options of IPv6 (RFC 3493 section 5, RFC 3542, ipv6(7)). */
#include <uk/errno.h>
#include "../inet.h"

/* Options of datagrams that are on or off; NULL: not one of them. */
static bool *flag_of(struct inet_socket *is, int name)
{
	struct inet_dgram *dg = &is->dgram;

	if (is->type == UK_SOCK_STREAM)
		return NULL;
	switch (name) {
	case UK_IPV6_RECVHOPLIMIT:
		return &dg->recv_ttl;
	case UK_IPV6_RECVTCLASS:
		return &dg->recv_tos;
	case UK_IPV6_RECVPKTINFO:
		return &dg->recv_pktinfo;
	default:
		return NULL;
	}
}

/* -1: the default. */
static int set_byte(int v, uint8_t otherwise, uint8_t *byte)
{
	if (v < -1 || v > 255)
		return -EINVAL;
	*byte = v == -1 ? otherwise : (uint8_t)v;
	return 0;
}

int inet_set6(struct inet_socket *is, int name, int value)
{
	bool *flag = flag_of(is, name);

	if (flag) {
		*flag = value;
		return 0;
	}
	switch (name) {
	case UK_IPV6_UNICAST_HOPS:
		return set_byte(value, IP_DEFAULT_TTL, &is->pcb.ip->ttl);
	case UK_IPV6_TCLASS:
		return set_byte(value, 0, &is->pcb.ip->tos);
	case UK_IPV6_V6ONLY:
		/* A socket has one family. */
		return value ? 0 : -EINVAL;
	case UK_IPV6_HDRINCL:
		if (is->type != UK_SOCK_RAW)
			return -UK_ENOPROTOOPT;
		is->dgram.hdrincl = value;
		return 0;
	default:
		return -UK_ENOPROTOOPT;
	}
}

int inet_get6(struct inet_socket *is, int name, int *value)
{
	const bool *flag = flag_of(is, name);

	if (flag) {
		*value = *flag;
		return 0;
	}
	switch (name) {
	case UK_IPV6_UNICAST_HOPS:
		*value = is->pcb.ip->ttl;
		return 0;
	case UK_IPV6_TCLASS:
		*value = is->pcb.ip->tos;
		return 0;
	case UK_IPV6_V6ONLY:
		*value = 1;
		return 0;
	case UK_IPV6_HDRINCL:
		if (is->type != UK_SOCK_RAW)
			return -UK_ENOPROTOOPT;
		*value = is->dgram.hdrincl;
		return 0;
	default:
		return -UK_ENOPROTOOPT;
	}
}
