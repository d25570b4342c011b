/* SPDX-License-Identifier: BSD-3-Clause */
/* Socket options of the Internet families (socket(7), ip(7), tcp(7), raw(7)).
 */
#include <string.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include "inet.h"

/* Largest queue a program can ask for: a guest may have 4 MiB. */
#define MAX_RCVBUF (512 * 1024)
#define MIN_RCVBUF 2048

static int get_bytes(void *out, uint32_t *room, const void *value, size_t len)
{
	*room = (uint32_t)UK_MIN((size_t)*room, len);
	memcpy(out, value, *room);
	return 0;
}

static int get_int(void *out, uint32_t *room, int value)
{
	return get_bytes(out, room, &value, sizeof(value));
}

/* Linux takes a byte for the options of IP, too. */
static int take_int(const void *value, uint32_t len, int *out)
{
	if (len >= sizeof(*out))
		memcpy(out, value, sizeof(*out));
	else if (len >= 1)
		*out = *(const uint8_t *)value;
	else
		return -EINVAL;
	return 0;
}

static void set_flag(struct inet_socket *is, u8_t flag, bool on)
{
	if (on)
		ip_set_option(is->pcb.ip, flag);
	else
		ip_reset_option(is->pcb.ip, flag);
}

/* The queue is counted in bytes of memory, as Linux does. */
static int set_rcvbuf(struct inet_socket *is, int v)
{
	/* socket(7): the value is doubled, and read back so. */
	size_t bytes = v < 0 ? MIN_RCVBUF : (size_t)v * 2;

	is->rcvbuf =
		UK_MIN(UK_MAX(bytes, (size_t)MIN_RCVBUF), (size_t)MAX_RCVBUF);
	return 0;
}

static int set_linger(const void *value, uint32_t len)
{
	struct uk_linger linger;

	if (len < sizeof(linger))
		return -EINVAL;
	memcpy(&linger, value, sizeof(linger));
	/* close() never waits here, so only "off" can be promised. */
	return linger.onoff ? -UK_ENOPROTOOPT : 0;
}

static int set_socket(struct inet_socket *is, int name, const void *value,
		      uint32_t len)
{
	int v;
	int r;

	if (name == UK_SO_LINGER)
		return set_linger(value, len);
	if (len < sizeof(v))
		return -EINVAL;
	r = take_int(value, len, &v);
	if (r)
		return r;
	switch (name) {
	case UK_SO_REUSEADDR:
		set_flag(is, SOF_REUSEADDR, v);
		return 0;
	case UK_SO_KEEPALIVE:
		set_flag(is, SOF_KEEPALIVE, v);
		return 0;
	case UK_SO_BROADCAST:
		set_flag(is, SOF_BROADCAST, v);
		return 0;
	case UK_SO_RCVBUF:
	case UK_SO_RCVBUFFORCE:
		return set_rcvbuf(is, v);
	case UK_SO_SNDBUF:
	case UK_SO_PRIORITY:
		/* Hints: what is sent leaves at once, in order. */
		return 0;
	case UK_SO_TIMESTAMPING:
		return inet_sent_ask(is, v);
	case UK_SO_TIMESTAMP:
	case UK_SO_TIMESTAMPNS:
		if (is->type == UK_SOCK_STREAM)
			return -UK_ENOPROTOOPT;
		if (!v)
			is->dgram.stamp = STAMP_NONE;
		else
			is->dgram.stamp = name == UK_SO_TIMESTAMP ? STAMP_USEC
								  : STAMP_NSEC;
		return 0;
	default:
		return -UK_ENOPROTOOPT;
	}
}

static int set_ip(struct inet_socket *is, int name, int v)
{
	bool dgram = is->type != UK_SOCK_STREAM;

	switch (name) {
	case UK_IP_TTL:
		if (v == -1)
			v = IP_DEFAULT_TTL;
		if (v < 1 || v > 255)
			return -EINVAL;
		is->pcb.ip->ttl = (u8_t)v;
		return 0;
	case UK_IP_TOS:
		is->pcb.ip->tos = (u8_t)v;
		return 0;
	case UK_IP_MTU_DISCOVER:
		/* lwIP never sets the DF bit by itself (use IP_HDRINCL). */
		return v == UK_IP_PMTUDISC_DONT ? 0 : -EINVAL;
	case UK_IP_RECVTTL:
		if (!dgram)
			return -UK_ENOPROTOOPT;
		is->dgram.recv_ttl = v;
		return 0;
	case UK_IP_RECVTOS:
		if (!dgram)
			return -UK_ENOPROTOOPT;
		is->dgram.recv_tos = v;
		return 0;
	case UK_IP_HDRINCL:
		if (is->type != UK_SOCK_RAW)
			return -UK_ENOPROTOOPT;
		is->dgram.hdrincl = v;
		return 0;
	default:
		return -UK_ENOPROTOOPT;
	}
}

static int set_tcp(struct tcp_pcb *pcb, int name, int v)
{
	switch (name) {
	case UK_TCP_NODELAY:
		if (v)
			tcp_nagle_disable(pcb);
		else
			tcp_nagle_enable(pcb);
		return 0;
	case UK_TCP_KEEPIDLE:
		if (v < 1 || v > 32767)
			return -EINVAL;
		pcb->keep_idle = (u32_t)v * 1000;
		return 0;
	case UK_TCP_KEEPINTVL:
		if (v < 1 || v > 32767)
			return -EINVAL;
		pcb->keep_intvl = (u32_t)v * 1000;
		return 0;
	case UK_TCP_KEEPCNT:
		if (v < 1 || v > 127)
			return -EINVAL;
		pcb->keep_cnt = (u32_t)v;
		return 0;
	default:
		return -UK_ENOPROTOOPT;
	}
}

int inet_setsockopt(struct uk_socket *s, int level, int name, const void *value,
		    uint32_t len)
{
	struct inet_socket *is = inet_of(s);
	int v;
	int r;

	/* A connection that ended has nothing left to set. */
	if (!is->pcb.ip)
		return -EINVAL;
	if (level == UK_SOL_SOCKET)
		return set_socket(is, name, value, len);
	if (level == UK_SOL_RAW && name == UK_ICMP_FILTER &&
	    is->type == UK_SOCK_RAW && s->family == UK_AF_INET &&
	    s->protocol == UK_IPPROTO_ICMP) {
		if (len < sizeof(is->dgram.icmp_filter))
			return -EINVAL;
		memcpy(&is->dgram.icmp_filter, value,
		       sizeof(is->dgram.icmp_filter));
		return 0;
	}
	r = take_int(value, len, &v);
	if (r)
		return r;
	if (level == UK_IPPROTO_IP && s->family == UK_AF_INET)
		return set_ip(is, name, v);
#if LWIP_IPV6
	if (level == UK_IPPROTO_IPV6 && s->family == UK_AF_INET6)
		return inet_set6(is, name, v);
#endif
	if (level == UK_IPPROTO_TCP && is->type == UK_SOCK_STREAM &&
	    !is->stream.listening)
		return set_tcp(is->pcb.tcp, name, v);
	return -UK_ENOPROTOOPT;
}

static int get_socket(const struct inet_socket *is, int name, void *value,
		      uint32_t *len)
{
	const struct ip_pcb *pcb = is->pcb.ip;
	bool dgram = is->type != UK_SOCK_STREAM;

	switch (name) {
	case UK_SO_REUSEADDR:
		return get_int(value, len,
			       ip_get_option(pcb, SOF_REUSEADDR) != 0);
	case UK_SO_KEEPALIVE:
		return get_int(value, len,
			       ip_get_option(pcb, SOF_KEEPALIVE) != 0);
	case UK_SO_BROADCAST:
		return get_int(value, len,
			       ip_get_option(pcb, SOF_BROADCAST) != 0);
	case UK_SO_RCVBUF:
		return get_int(value, len, (int)is->rcvbuf);
	case UK_SO_SNDBUF:
		return get_int(value, len, TCP_SND_BUF);
	case UK_SO_ACCEPTCONN:
		return get_int(value, len, !dgram && is->stream.listening);
	case UK_SO_TIMESTAMP:
		return get_int(value, len,
			       dgram && is->dgram.stamp == STAMP_USEC);
	case UK_SO_TIMESTAMPNS:
		return get_int(value, len,
			       dgram && is->dgram.stamp == STAMP_NSEC);
	case UK_SO_TIMESTAMPING:
		return get_int(value, len, dgram ? is->dgram.sent_flags : 0);
	case UK_SO_LINGER:
		return get_bytes(value, len, &(struct uk_linger){0, 0},
				 sizeof(struct uk_linger));
	default:
		return -UK_ENOPROTOOPT;
	}
}

static int get_ip(const struct inet_socket *is, int name, void *value,
		  uint32_t *len)
{
	switch (name) {
	case UK_IP_TTL:
		return get_int(value, len, is->pcb.ip->ttl);
	case UK_IP_TOS:
		return get_int(value, len, is->pcb.ip->tos);
	case UK_IP_MTU_DISCOVER:
		return get_int(value, len, UK_IP_PMTUDISC_DONT);
	case UK_IP_HDRINCL:
		return is->type == UK_SOCK_RAW
			       ? get_int(value, len, is->dgram.hdrincl)
			       : -UK_ENOPROTOOPT;
	default:
		return -UK_ENOPROTOOPT;
	}
}

static int get_tcp(struct tcp_pcb *pcb, int name, void *value, uint32_t *len)
{
	switch (name) {
	case UK_TCP_NODELAY:
		return get_int(value, len, tcp_nagle_disabled(pcb) != 0);
	case UK_TCP_MAXSEG:
		return get_int(value, len, tcp_mss(pcb));
	case UK_TCP_KEEPIDLE:
		return get_int(value, len, (int)(pcb->keep_idle / 1000));
	case UK_TCP_KEEPINTVL:
		return get_int(value, len, (int)(pcb->keep_intvl / 1000));
	case UK_TCP_KEEPCNT:
		return get_int(value, len, (int)pcb->keep_cnt);
	default:
		return -UK_ENOPROTOOPT;
	}
}

int inet_getsockopt(struct uk_socket *s, int level, int name, void *value,
		    uint32_t *len)
{
	struct inet_socket *is = inet_of(s);

	if (!is->pcb.ip)
		return -EINVAL;
	if (level == UK_SOL_SOCKET)
		return get_socket(is, name, value, len);
	if (level == UK_IPPROTO_IP && s->family == UK_AF_INET)
		return get_ip(is, name, value, len);
#if LWIP_IPV6
	if (level == UK_IPPROTO_IPV6 && s->family == UK_AF_INET6) {
		int v = 0;
		int r = inet_get6(is, name, &v);

		return r ? r : get_int(value, len, v);
	}
#endif
	if (level == UK_IPPROTO_TCP && is->type == UK_SOCK_STREAM &&
	    !is->stream.listening)
		return get_tcp(is->pcb.tcp, name, value, len);
	return -UK_ENOPROTOOPT;
}
