/* SPDX-License-Identifier: BSD-3-Clause */
/* The operations of Internet sockets, by type; addresses and errors. */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/init.h>
#include "lwip/ip.h"
#include "lwip/netif.h"
#include "inet.h"
#include "stack.h"

/* As Linux has it by default (net.core.rmem_default), less for small guests. */
#define DEFAULT_RCVBUF 65536

void inet_wake(struct inet_socket *is)
{
	if (is->up)
		uk_socket_wake(is->up);
}

int inet_errno(err_t err)
{
	switch (err) {
	case ERR_OK:
		return 0;
	case ERR_MEM:
		return -UK_ENOBUFS;
	case ERR_BUF:
		return -UK_EMSGSIZE;
	case ERR_TIMEOUT:
		return -ETIMEDOUT;
	case ERR_RTE:
		return -UK_ENETUNREACH;
	case ERR_INPROGRESS:
		return -EINPROGRESS;
	case ERR_WOULDBLOCK:
		return -EAGAIN;
	case ERR_USE:
		return -UK_EADDRINUSE;
	case ERR_ALREADY:
		return -EALREADY;
	case ERR_ISCONN:
		return -UK_EISCONN;
	case ERR_CONN:
		return -UK_ENOTCONN;
	case ERR_ABRT:
		return -UK_ECONNABORTED;
	case ERR_RST:
		return -UK_ECONNRESET;
	case ERR_CLSD:
		return -UK_ENOTCONN;
	default:
		return -EINVAL;
	}
}

int inet_from_sockaddr(const struct uk_socket *s,
		       const struct uk_sockaddr *addr, uint32_t len,
		       ip_addr_t *ip, uint16_t *port)
{
	union uk_sockaddr_any a;

	if (!addr || len < sizeof(addr->family) || len > sizeof(a))
		return -EINVAL;
	memcpy(&a, addr, len);
	if (a.sa.family != s->family)
		return -UK_EAFNOSUPPORT;
#if LWIP_IPV6
	if (s->family == UK_AF_INET6) {
		if (len < sizeof(a.in6))
			return -EINVAL;
		memset(ip, 0, sizeof(*ip));
		IP_SET_TYPE(ip, IPADDR_TYPE_V6);
		memcpy(ip_2_ip6(ip)->addr, a.in6.addr, sizeof(a.in6.addr));
		ip6_addr_set_zone(ip_2_ip6(ip), (u8_t)a.in6.scope_id);
		*port = lwip_ntohs(a.in6.port);
		return 0;
	}
#endif
	if (len < sizeof(a.in))
		return -EINVAL;
	ip_addr_set_ip4_u32(ip, a.in.addr);
	*port = lwip_ntohs(a.in.port);
	return 0;
}

void inet_to_sockaddr(const struct uk_socket *s, const ip_addr_t *ip,
		      uint16_t port, union uk_sockaddr_any *addr, uint32_t *len)
{
	memset(addr, 0, sizeof(*addr));
	addr->sa.family = (uint16_t)s->family;
#if LWIP_IPV6
	if (s->family == UK_AF_INET6) {
		if (IP_IS_V6(ip))
			memcpy(addr->in6.addr, ip_2_ip6(ip)->addr,
			       sizeof(addr->in6.addr));
		addr->in6.port = lwip_htons(port);
		if (IP_IS_V6(ip))
			addr->in6.scope_id = ip6_addr_zone(ip_2_ip6(ip));
		*len = sizeof(addr->in6);
		return;
	}
#endif
	addr->in.addr = ip_addr_get_ip4_u32(ip);
	addr->in.port = lwip_htons(port);
	*len = sizeof(addr->in);
}

#if LWIP_IPV6
const ip6_addr_t *inet_source6(struct netif *netif, const ip6_addr_t *to)
{
	const ip_addr_t *from = ip6_select_source_address(netif, to);

	/* No router forwards a link-local one (RFC 4291 section 2.5.6). */
	if (!from ||
	    (ip6_addr_islinklocal(ip_2_ip6(from)) && ip6_addr_isglobal(to)))
		return NULL;
	return ip_2_ip6(from);
}
#endif

struct netif *inet_route(const ip_addr_t *from, const ip_addr_t *to)
{
	struct netif *netif = ip_route(from, to);

	(void)from; /* IPv4 alone routes by destination */
#if LWIP_IPV6
	if (netif && IP_IS_V6(to) && !inet_source6(netif, ip_2_ip6(to)))
		return NULL;
#endif
	return netif;
}

bool inet_is_local(const ip_addr_t *ip)
{
	struct netif *netif;

	if (ip_addr_isany(ip) || ip_addr_isloopback(ip))
		return true;
	NETIF_FOREACH(netif)
	{
#if LWIP_IPV6
		if (IP_IS_V6(ip) &&
		    netif_get_ip6_addr_match(netif, ip_2_ip6(ip)) >= 0)
			return true;
#endif
		if (IP_IS_V4(ip) &&
		    ip4_addr_cmp(ip_2_ip4(ip), netif_ip4_addr(netif)))
			return true;
	}
	return false;
}

/* Which protocols a type has: 0 asks for its usual one. */
static int choose_protocol(struct uk_socket *s)
{
	switch (s->type) {
	case UK_SOCK_STREAM:
		if (s->protocol != 0 && s->protocol != UK_IPPROTO_TCP)
			return -UK_EPROTONOSUPPORT;
		s->protocol = UK_IPPROTO_TCP;
		return 0;
	case UK_SOCK_DGRAM:
		if (s->protocol != 0 && s->protocol != UK_IPPROTO_UDP)
			return -UK_EPROTONOSUPPORT;
		s->protocol = UK_IPPROTO_UDP;
		return 0;
	case UK_SOCK_RAW:
		return s->protocol > 0 && s->protocol <= 255
			       ? 0
			       : -UK_EPROTONOSUPPORT;
	default:
		return -UK_ESOCKTNOSUPPORT;
	}
}

static int inet_create(struct uk_socket *s)
{
	struct inet_socket *is;
	int r = choose_protocol(s);

	if (r)
		return r;
	is = uk_calloc(1, sizeof(*is));
	if (!is)
		return -ENOMEM;
	uk_lwip_find_gateways();
	is->type = s->type;
	is->rcvbuf = DEFAULT_RCVBUF;
	r = s->type == UK_SOCK_STREAM ? inet_stream_create(is, s->family)
				      : inet_dgram_create(s, is);
	if (r) {
		uk_free(is);
		return r;
	}
	is->up = s;
	s->driver = is;
	return 0;
}

static void inet_close(struct uk_socket *s)
{
	struct inet_socket *is = inet_of(s);

	is->up = NULL;
	if (is->type == UK_SOCK_STREAM)
		inet_stream_close(is);
	else
		inet_dgram_close(is);
	uk_lwip_kick();
}

static int inet_bind(struct uk_socket *s, const struct uk_sockaddr *addr,
		     uint32_t len)
{
	struct inet_socket *is = inet_of(s);
	ip_addr_t ip;
	uint16_t port;
	int r = inet_from_sockaddr(s, addr, len, &ip, &port);

	if (r)
		return r;
	if (!inet_is_local(&ip))
		return -UK_EADDRNOTAVAIL;
	return is->type == UK_SOCK_STREAM ? inet_stream_bind(is, &ip, port)
					  : inet_dgram_bind(is, &ip, port);
}

static int inet_connect(struct uk_socket *s, const struct uk_sockaddr *addr,
			uint32_t len)
{
	struct inet_socket *is = inet_of(s);
	ip_addr_t ip;
	uint16_t port;
	int r;

	if (addr && len >= sizeof(addr->family) &&
	    addr->family == UK_AF_UNSPEC && is->type != UK_SOCK_STREAM) {
		inet_dgram_disconnect(is);
		return 0;
	}
	r = inet_from_sockaddr(s, addr, len, &ip, &port);
	if (r)
		return r;
	r = is->type == UK_SOCK_STREAM ? inet_stream_connect(is, &ip, port)
				       : inet_dgram_connect(is, &ip, port);
	uk_lwip_kick();
	return r;
}

static int inet_listen(struct uk_socket *s, int backlog)
{
	struct inet_socket *is = inet_of(s);

	return is->type == UK_SOCK_STREAM ? inet_stream_listen(is, backlog)
					  : -EOPNOTSUPP;
}

static int inet_accept(struct uk_socket *s, struct uk_socket *to)
{
	struct inet_socket *is = inet_of(s);

	return is->type == UK_SOCK_STREAM ? inet_stream_accept(is, to)
					  : -EOPNOTSUPP;
}

static long inet_sendmsg(struct uk_socket *s, const struct uk_msghdr *m,
			 int flags)
{
	struct inet_socket *is = inet_of(s);
	long r = is->type == UK_SOCK_STREAM ? inet_stream_send(is, m, flags)
					    : inet_dgram_send(s, m);

	uk_lwip_kick();
	return r;
}

static long inet_recvmsg(struct uk_socket *s, struct uk_msghdr *m, int flags)
{
	struct inet_socket *is = inet_of(s);
	long r;

	if (flags & UK_MSG_ERRQUEUE)
		return inet_sent_recv(is, m);
	r = is->type == UK_SOCK_STREAM ? inet_stream_recv(is, m, flags)
				       : inet_dgram_recv(s, m, flags);

	/* A read can open the window of TCP. */
	uk_lwip_kick();
	return r;
}

/* Address and port of the one or the other end. */
static int endpoint(struct inet_socket *is, bool peer, const ip_addr_t **ip,
		    uint16_t *port)
{
	if (!is->pcb.ip)
		return peer ? -UK_ENOTCONN : -EINVAL;
	*ip = peer ? &is->pcb.ip->remote_ip : &is->pcb.ip->local_ip;
	switch (is->type) {
	case UK_SOCK_STREAM:
		if (peer && (is->stream.listening || !is->stream.connected))
			return -UK_ENOTCONN;
		*port = peer ? is->pcb.tcp->remote_port
			     : is->pcb.tcp->local_port;
		return 0;
	case UK_SOCK_DGRAM:
		if (peer && !(is->pcb.udp->flags & UDP_FLAGS_CONNECTED))
			return -UK_ENOTCONN;
		*port = peer ? is->pcb.udp->remote_port
			     : is->pcb.udp->local_port;
		return 0;
	default:
		if (peer && !raw_is_flag_set(is->pcb.raw, RAW_FLAGS_CONNECTED))
			return -UK_ENOTCONN;
		*port = peer ? 0 : is->pcb.raw->protocol;
		return 0;
	}
}

static int inet_getname(struct uk_socket *s, bool peer,
			union uk_sockaddr_any *addr, uint32_t *len)
{
	const ip_addr_t *ip = NULL;
	uint16_t port = 0;
	int r = endpoint(inet_of(s), peer, &ip, &port);

	/* A connection that ended has no local address any more: 0.0.0.0. */
	if (r == -EINVAL) {
		ip = IP4_ADDR_ANY;
		r = 0;
	}
	if (!r)
		inet_to_sockaddr(s, ip, port, addr, len);
	return r;
}

static int inet_shutdown(struct uk_socket *s, int how)
{
	struct inet_socket *is = inet_of(s);
	int r;

	if (how < UK_SHUT_RD || how > UK_SHUT_RDWR)
		return -EINVAL;
	r = is->type == UK_SOCK_STREAM ? inet_stream_shutdown(is, how)
				       : -UK_ENOTCONN;
	uk_lwip_kick();
	return r;
}

static unsigned inet_poll(struct uk_socket *s)
{
	struct inet_socket *is = inet_of(s);
	unsigned r = is->type == UK_SOCK_STREAM ? inet_stream_poll(is)
						: inet_dgram_poll(is);

	return is->error ? r | UK_POLLERR | UK_POLLIN | UK_POLLOUT : r;
}

static int inet_take_error(struct uk_socket *s)
{
	struct inet_socket *is = inet_of(s);
	int error = is->error;

	is->error = 0;
	return error;
}

static int inet_pending(struct uk_socket *s)
{
	struct inet_socket *is = inet_of(s);

	if (is->type == UK_SOCK_STREAM)
		return is->stream.rx ? is->stream.rx->tot_len : 0;
	return is->dgram.first ? (int)is->dgram.first->len : 0;
}

const struct uk_socket_ops inet_ops = {
	.create = inet_create,
	.close = inet_close,
	.bind = inet_bind,
	.connect = inet_connect,
	.listen = inet_listen,
	.accept = inet_accept,
	.sendmsg = inet_sendmsg,
	.recvmsg = inet_recvmsg,
	.getname = inet_getname,
	.shutdown = inet_shutdown,
	.setsockopt = inet_setsockopt,
	.getsockopt = inet_getsockopt,
	.poll = inet_poll,
	.take_error = inet_take_error,
	.pending = inet_pending,
};

static int inet_register(void)
{
	int r = uk_socket_register(UK_AF_INET, &inet_ops);

#if LWIP_IPV6
	if (!r)
		r = uk_socket_register(UK_AF_INET6, &inet_ops);
#endif
	return r;
}
UK_INIT(UK_INIT_LIB, inet_register);
