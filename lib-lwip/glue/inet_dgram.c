/* SPDX-License-Identifier: BSD-3-Clause */
/* UDP and raw sockets: a queue of datagrams, each copied once. */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/time.h>
#include "lwip/inet_chksum.h"
#include "lwip/ip.h"
#include "lwip/prot/ip4.h"
#include "inet.h"
#include "stack.h"

#define UDP_MAX_PAYLOAD (65535 - 20 - 8)
#define RAW_MAX_PAYLOAD (65535 - 20)
#define RAW_MAX_HDRINCL 65535

static void current_header(struct datagram *d)
{
#if LWIP_IPV6
	ip_addr_copy(d->to, *ip_current_dest_addr());
	d->ifindex = netif_get_index(ip_current_input_netif());
	if (ip_current_is_v6()) {
		d->ttl = IP6H_HOPLIM(ip6_current_header());
		d->tos = IP6H_TC(ip6_current_header());
		return;
	}
#endif
	d->ttl = IPH_TTL(ip4_current_header());
	d->tos = IPH_TOS(ip4_current_header());
}

/*
 * Queues a copy from byte `skip` on; without room or memory the datagram is
 * lost, as in UDP.
 */
static void enqueue(struct inet_socket *is, const struct pbuf *p, int skip,
		    const ip_addr_t *from, uint16_t port)
{
	struct inet_dgram *dg = &is->dgram;
	size_t len = (size_t)p->tot_len - (size_t)skip;
	struct datagram *d;

	if (dg->queued >= is->rcvbuf)
		return;
	d = uk_malloc(sizeof(*d) + len);
	if (!d)
		return;
	d->next = NULL;
	ip_addr_copy(d->from, *from);
	d->port = port;
	/* Looped back packets have no time of arrival. */
	d->rx_mono_ns = p->rx_mono_ns ? p->rx_mono_ns : uk_time_mono_ns();
	d->len = len;
	current_header(d);
	pbuf_copy_partial(p, d->data, (u16_t)len, (u16_t)skip);
	dg->queued += sizeof(*d) + d->len;
	*dg->last = d;
	dg->last = &d->next;
	inet_wake(is);
}

static void udp_received(void *arg, struct udp_pcb *pcb, struct pbuf *p,
			 const ip_addr_t *from, u16_t port)
{
	(void)pcb;
	enqueue(arg, p, 0, from, port);
	pbuf_free(p);
}

static bool filtered(const struct inet_socket *is, const struct pbuf *p)
{
	unsigned hlen = IPH_HL_BYTES((const struct ip_hdr *)p->payload);
	int type;

	if (!is->dgram.icmp_filter || is->pcb.raw->protocol != IP_PROTO_ICMP)
		return false;
	type = pbuf_try_get_at(p, (u16_t)hlen);
	return type >= 0 && type < 32 && (is->dgram.icmp_filter >> type & 1);
}

/* Never takes the packet away from lwIP and from other sockets. */
static u8_t raw_received(void *arg, struct raw_pcb *pcb, struct pbuf *p,
			 const ip_addr_t *from)
{
	struct inet_socket *is = arg;
	int skip = 0;

	(void)pcb;
#if LWIP_IPV6
	if (ip_current_is_v6())
		skip = inet_dgram_header6(is, p);
#endif
	if (skip >= 0 && !filtered(is, p))
		enqueue(is, p, skip, from, 0);
	return 0;
}

int inet_dgram_create(struct uk_socket *s, struct inet_socket *is)
{
	u8_t version =
		s->family == UK_AF_INET6 ? IPADDR_TYPE_V6 : IPADDR_TYPE_V4;

	is->dgram.last = &is->dgram.first;
	if (is->type == UK_SOCK_DGRAM) {
		is->pcb.udp = udp_new_ip_type(version);
		if (!is->pcb.udp)
			return -ENOMEM;
		udp_recv(is->pcb.udp, udp_received, is);
		return 0;
	}
	is->pcb.raw = raw_new_ip_type(version, (u8_t)s->protocol);
	if (!is->pcb.raw)
		return -ENOMEM;
	/* raw(7): IPPROTO_RAW implies IP_HDRINCL and only sends. */
	if (s->protocol == UK_IPPROTO_RAW)
		is->dgram.hdrincl = true;
	else
		raw_recv(is->pcb.raw, raw_received, is);
	is->pcb.raw->ttl = IP_DEFAULT_TTL;
#if LWIP_IPV6
	if (s->family == UK_AF_INET6)
		inet_dgram_create6(is, s->protocol);
#endif
	return 0;
}

static void drop_first(struct inet_dgram *dg)
{
	struct datagram *d = dg->first;

	dg->first = d->next;
	if (!dg->first)
		dg->last = &dg->first;
	dg->queued -= sizeof(*d) + d->len;
	uk_free(d);
}

void inet_dgram_close(struct inet_socket *is)
{
	if (is->type == UK_SOCK_DGRAM)
		udp_remove(is->pcb.udp);
	else
		raw_remove(is->pcb.raw);
	while (is->dgram.first)
		drop_first(&is->dgram);
	uk_free(is);
}

int inet_dgram_bind(struct inet_socket *is, const ip_addr_t *ip, uint16_t port)
{
	if (is->type == UK_SOCK_RAW)
		return inet_errno(raw_bind(is->pcb.raw, ip));
	if (is->pcb.udp->local_port != 0)
		return -EINVAL;
	return inet_errno(udp_bind(is->pcb.udp, ip, port));
}

int inet_dgram_connect(struct inet_socket *is, const ip_addr_t *ip,
		       uint16_t port)
{
	struct ip_pcb *pcb = is->pcb.ip;
	struct netif *netif = inet_route(&pcb->local_ip, ip);
	err_t err;

	if (!netif)
		return -UK_ENETUNREACH;
	err = is->type == UK_SOCK_RAW ? raw_connect(is->pcb.raw, ip)
				      : udp_connect(is->pcb.udp, ip, port);
	if (err)
		return inet_errno(err);
	/* connect(2) decides the source address, and getsockname() tells. */
	if (ip_addr_isany(&pcb->local_ip)) {
		const ip_addr_t *src = ip_netif_get_local_ip(netif, ip);

		if (src)
			ip_addr_copy(pcb->local_ip, *src);
	}
	return 0;
}

void inet_dgram_disconnect(struct inet_socket *is)
{
	if (is->type == UK_SOCK_RAW)
		raw_disconnect(is->pcb.raw);
	else
		udp_disconnect(is->pcb.udp);
}

/* Where to: the message's name or the connected peer. */
static int destination(struct uk_socket *s, const struct uk_msghdr *m,
		       ip_addr_t *ip, uint16_t *port)
{
	struct inet_socket *is = inet_of(s);
	bool connected =
		is->type == UK_SOCK_RAW
			? raw_is_flag_set(is->pcb.raw, RAW_FLAGS_CONNECTED)
			: (is->pcb.udp->flags & UDP_FLAGS_CONNECTED);

	if (m->name)
		return inet_from_sockaddr(s, m->name, m->namelen, ip, port);
	if (!connected)
		return -UK_EDESTADDRREQ;
	ip_addr_copy(*ip, is->pcb.ip->remote_ip);
	*port = is->type == UK_SOCK_DGRAM ? is->pcb.udp->remote_port : 0;
	return 0;
}

static size_t longest(const struct inet_socket *is)
{
	if (is->type == UK_SOCK_DGRAM)
		return UDP_MAX_PAYLOAD;
	return is->dgram.hdrincl ? RAW_MAX_HDRINCL : RAW_MAX_PAYLOAD;
}

static err_t transmit(struct inet_socket *is, struct pbuf *p,
		      const ip_addr_t *ip, uint16_t port)
{
	if (is->type == UK_SOCK_DGRAM)
		return udp_sendto(is->pcb.udp, p, ip, port);
	if (is->dgram.hdrincl)
		raw_set_flags(is->pcb.raw, RAW_FLAGS_HDRINCL);
	else
		raw_clear_flags(is->pcb.raw, RAW_FLAGS_HDRINCL);
	return raw_sendto(is->pcb.raw, p, ip);
}

long inet_dgram_send(struct uk_socket *s, const struct uk_msghdr *m)
{
	struct inet_socket *is = inet_of(s);
	long len = uk_iov_total(m->iov, m->iovlen);
	pbuf_layer layer = PBUF_TRANSPORT;
	struct pbuf *p;
	ip_addr_t ip;
	uint16_t port;
	err_t err;
	int r;

	if (len < 0)
		return len;
	if ((size_t)len > longest(is))
		return -UK_EMSGSIZE;
	r = destination(s, m, &ip, &port);
	if (r)
		return r;
	if (is->type == UK_SOCK_RAW)
		layer = is->dgram.hdrincl ? PBUF_LINK : PBUF_IP;
	p = pbuf_alloc(layer, (u16_t)len, PBUF_RAM);
	if (!p)
		return -UK_ENOBUFS;
	uk_iov_gather(m->iov, m->iovlen, 0, p->payload, (size_t)len);
#if LWIP_IPV6
	if (s->family == UK_AF_INET6)
		r = inet_dgram_prepare6(is, p);
	if (r) {
		pbuf_free(p);
		return r;
	}
#endif
	uk_lwip_sent_ns = 0;
	err = transmit(is, p, &ip, port);
	if (is->dgram.sent_flags)
		is->dgram.sent_ns = uk_lwip_sent_ns;
	pbuf_free(p);
	/* udp_sendto() says so for a broadcast without SO_BROADCAST. */
	if (err == ERR_VAL && is->type == UK_SOCK_DGRAM)
		return -EACCES;
	return err ? inet_errno(err) : len;
}

/* The time of arrival on the wall clock. */
static uint64_t wall_time(const struct datagram *d)
{
	return uk_time_wall_ns() - (uk_time_mono_ns() - d->rx_mono_ns);
}

static void put_control(const struct inet_dgram *dg, const struct datagram *d,
			struct uk_msghdr *m)
{
	size_t room = m->controllen;
	size_t used = 0;

	if (dg->stamp == STAMP_USEC) {
		uint64_t ns = wall_time(d);
		struct uk_timeval tv = {
			(int64_t)(ns / UK_NSEC_PER_SEC),
			(int64_t)(ns % UK_NSEC_PER_SEC / UK_NSEC_PER_USEC)};

		used = uk_cmsg_put(m, room, used, UK_SOL_SOCKET,
				   UK_SO_TIMESTAMP, &tv, sizeof(tv));
	} else if (dg->stamp == STAMP_NSEC) {
		uint64_t ns = wall_time(d);
		struct uk_timespec ts = {(int64_t)(ns / UK_NSEC_PER_SEC),
					 (int64_t)(ns % UK_NSEC_PER_SEC)};

		used = uk_cmsg_put(m, room, used, UK_SOL_SOCKET,
				   UK_SO_TIMESTAMPNS, &ts, sizeof(ts));
	}
#if LWIP_IPV6
	if (IP_IS_V6(&d->to)) {
		m->controllen = inet_dgram_control6(dg, d, m, room, used);
		return;
	}
#endif
	if (dg->recv_ttl) {
		int ttl = d->ttl;

		used = uk_cmsg_put(m, room, used, UK_IPPROTO_IP, UK_IP_TTL,
				   &ttl, sizeof(ttl));
	}
	if (dg->recv_tos)
		used = uk_cmsg_put(m, room, used, UK_IPPROTO_IP, UK_IP_TOS,
				   &d->tos, sizeof(d->tos));
	m->controllen = used;
}

static void put_name(struct uk_socket *s, const struct datagram *d,
		     struct uk_msghdr *m)
{
	union uk_sockaddr_any from;
	uint32_t len;

	if (!m->name)
		return;
	inet_to_sockaddr(s, &d->from, d->port, &from, &len);
	memcpy(m->name, &from, UK_MIN(len, m->namelen));
	m->namelen = len;
}

long inet_dgram_recv(struct uk_socket *s, struct uk_msghdr *m, int flags)
{
	struct inet_socket *is = inet_of(s);
	struct datagram *d = is->dgram.first;
	size_t taken;
	long r;

	if (is->error) {
		r = -is->error;
		is->error = 0;
		return r;
	}
	if (!d)
		return -EAGAIN;
	taken = uk_iov_scatter(m->iov, m->iovlen, 0, d->data, d->len);
	if (taken < d->len)
		m->flags |= UK_MSG_TRUNC;
	put_name(s, d, m);
	put_control(&is->dgram, d, m);
	/* recv(2): with MSG_TRUNC the length is that of the datagram. */
	r = (long)(flags & UK_MSG_TRUNC ? d->len : taken);
	if (!(flags & UK_MSG_PEEK))
		drop_first(&is->dgram);
	return r;
}

unsigned inet_dgram_poll(struct inet_socket *is)
{
	return UK_POLLOUT | (is->dgram.first ? UK_POLLIN : 0) |
	       (is->dgram.sent_ns ? UK_POLLERR : 0);
}
