/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Datagrams of IPv6 where they differ from those of IPv4: a raw socket gets
 * what follows the headers, with the rest in control messages, and ICMPv6 has a
 * checksum over addresses, which the system makes and checks (RFC 3542
 * sections 3 and 6).
 */
#include <string.h>
#include <uk/errno.h>
#include "lwip/inet_chksum.h"
#include "lwip/ip.h"
#include "lwip/prot/icmp6.h"
#include "../inet.h"

#define CHECKSUM_AT 2 /* bytes into an ICMPv6 message */

void inet_dgram_create6(struct inet_socket *is, int protocol)
{
	if (protocol != UK_IPPROTO_ICMPV6)
		return;
	is->pcb.raw->chksum_reqd = 1;
	is->pcb.raw->chksum_offset = CHECKSUM_AT;
}

int inet_dgram_prepare6(struct inet_socket *is, struct pbuf *p)
{
	if (is->type != UK_SOCK_RAW || is->dgram.hdrincl ||
	    !is->pcb.raw->chksum_reqd)
		return 0;
	if (p->len < CHECKSUM_AT + 2)
		return -EINVAL;
	memset((uint8_t *)p->payload + CHECKSUM_AT, 0, 2);
	return 0;
}

int inet_dgram_header6(struct inet_socket *is, struct pbuf *p)
{
	uint16_t header = ip_current_header_tot_len();
	bool right = true;

	if (is->pcb.raw->chksum_reqd) {
		if (p->tot_len < header + sizeof(struct icmp6_hdr))
			return -1;
		pbuf_remove_header(p, header);
		right = ip6_chksum_pseudo(p, IP6_NEXTH_ICMP6, p->tot_len,
					  ip6_current_src_addr(),
					  ip6_current_dest_addr()) == 0;
		pbuf_add_header_force(p, header);
	}
	return right ? header : -1;
}

size_t inet_dgram_control6(const struct inet_dgram *dg,
			   const struct datagram *d, struct uk_msghdr *m,
			   size_t room, size_t used)
{
	if (dg->recv_pktinfo) {
		struct uk_in6_pktinfo info = {.ifindex = d->ifindex};

		memcpy(info.addr, ip_2_ip6(&d->to)->addr, sizeof(info.addr));
		used = uk_cmsg_put(m, room, used, UK_IPPROTO_IPV6,
				   UK_IPV6_PKTINFO, &info, sizeof(info));
	}
	if (dg->recv_ttl) {
		int hops = d->ttl;

		used = uk_cmsg_put(m, room, used, UK_IPPROTO_IPV6,
				   UK_IPV6_HOPLIMIT, &hops, sizeof(hops));
	}
	if (dg->recv_tos) {
		int tclass = d->tos;

		used = uk_cmsg_put(m, room, used, UK_IPPROTO_IPV6,
				   UK_IPV6_TCLASS, &tclass, sizeof(tclass));
	}
	return used;
}
