/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The driver of posix-socket for the Internet families, on lwIP's raw API:
 * its callbacks fill queues and wake, the socket's operations empty them.
 */
#ifndef UK_LWIP_INET_H
#define UK_LWIP_INET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uk/socket.h>
#include "lwip/err.h"
#include "lwip/ip_addr.h"
#include "lwip/pbuf.h"
#include "lwip/raw.h"
#include "lwip/tcp.h"
#include "lwip/udp.h"

/* Error numbers that only sockets use (errno(3), Linux ABI). */
#define UK_EDESTADDRREQ    89
#define UK_EMSGSIZE        90
#define UK_ENOPROTOOPT     92
#define UK_EPROTONOSUPPORT 93
#define UK_ESOCKTNOSUPPORT 94
#define UK_EAFNOSUPPORT    97
#define UK_EADDRINUSE      98
#define UK_EADDRNOTAVAIL   99
#define UK_ENETUNREACH     101
#define UK_ECONNABORTED    103
#define UK_ECONNRESET      104
#define UK_ENOBUFS         105
#define UK_EISCONN         106
#define UK_ENOTCONN        107
#define UK_ECONNREFUSED    111

/** A received datagram; of raw IPv4 sockets with its IP header. */
struct datagram {
	struct datagram *next;
	ip_addr_t from;
#if LWIP_IPV6
	ip_addr_t to;
	uint8_t ifindex;
#endif
	uint16_t port;
	uint8_t ttl, tos;
	uint64_t rx_mono_ns;
	size_t len;
	uint8_t data[];
};

/** What control messages a socket asked for. */
enum stamp { STAMP_NONE, STAMP_USEC, STAMP_NSEC };

/** UDP and raw sockets. */
struct inet_dgram {
	struct datagram *first, **last;
	/** Bytes in the queue, with what each datagram costs. */
	size_t queued;
	enum stamp stamp;
	bool recv_ttl, recv_tos, recv_pktinfo, hdrincl;
	/** SO_TIMESTAMPING: flags of the program; 0 is off. */
	int sent_flags;
	/** When the last datagram left; 0: not, or the program knows. */
	uint64_t sent_ns;
	/** ICMP types (bit by number below 32) that are not received. */
	uint32_t icmp_filter;
};

/** TCP sockets. */
struct inet_stream {
	/** Received, not yet read. */
	struct pbuf *rx;
	bool listening, connecting, connected, eof, shut_read, shut_write;
	/** lwIP took nothing at the last try; the next ACK changes that. */
	bool full;
	/** Connections nobody has accepted yet, oldest first. */
	struct inet_socket *waiting;
	int waiting_count, backlog;
};

struct inet_socket {
	/** The socket above; NULL while a connection waits for accept(). */
	struct uk_socket *up;
	/** Of the listening socket's queue. */
	struct inet_socket *next;
	int type;
	/** Positive errno, told once. */
	int error;
	size_t rcvbuf;
	union {
		struct udp_pcb *udp;
		struct raw_pcb *raw;
		struct tcp_pcb *tcp; /* NULL: gone */
		struct ip_pcb *ip;
	} pcb;
	union {
		struct inet_dgram dgram;
		struct inet_stream stream;
	};
};

static inline struct inet_socket *inet_of(struct uk_socket *s)
{
	return s->driver;
}

/** Something changed: wakes whoever polls or waits. */
void inet_wake(struct inet_socket *is);

/** An lwIP error as a negative errno. */
int inet_errno(err_t err);

/** A socket address as lwIP's; family of s. 0 or a negative errno. */
int inet_from_sockaddr(const struct uk_socket *s,
		       const struct uk_sockaddr *addr, uint32_t len,
		       ip_addr_t *ip, uint16_t *port);

/** The reverse; *len is set to the length of the family. */
void inet_to_sockaddr(const struct uk_socket *s, const ip_addr_t *ip,
		      uint16_t port, union uk_sockaddr_any *addr,
		      uint32_t *len);

struct netif;
/**
 * The interface towards an address; NULL: there is none, or (IPv6) it has no
 * address to send from.
 */
struct netif *inet_route(const ip_addr_t *from, const ip_addr_t *to);

#if LWIP_IPV6
/** The address to send from; NULL: the interface has none that reaches it. */
const ip6_addr_t *inet_source6(struct netif *netif, const ip6_addr_t *to);
#endif

/** True for an address of one of our interfaces, and for "any". */
bool inet_is_local(const ip_addr_t *ip);

/** Options of all types: inet_options.c. */
int inet_setsockopt(struct uk_socket *s, int level, int name, const void *value,
		    uint32_t len);
int inet_getsockopt(struct uk_socket *s, int level, int name, void *value,
		    uint32_t *len);

#if LWIP_IPV6
/* Those of level UK_IPPROTO_IPV6: ipv6/options6.c. */
int inet_set6(struct inet_socket *is, int name, int value);
int inet_get6(struct inet_socket *is, int name, int *value);

/* What is different in datagrams of IPv6: ipv6/dgram6.c. */
void inet_dgram_create6(struct inet_socket *is, int protocol);
/** Completes what the program left to the system; 0 or a negative errno. */
int inet_dgram_prepare6(struct inet_socket *is, struct pbuf *p);
/** Bytes of headers before what a raw socket gets; -1: it gets nothing. */
int inet_dgram_header6(struct inet_socket *is, struct pbuf *p);
/** Control messages of a datagram; used as in uk_cmsg_put(). */
size_t inet_dgram_control6(const struct inet_dgram *dg,
			   const struct datagram *d, struct uk_msghdr *m,
			   size_t room, size_t used);
#endif

extern const struct uk_socket_ops inet_ops;

/* UDP and raw sockets: inet_dgram.c */
int inet_dgram_create(struct uk_socket *s, struct inet_socket *is);
void inet_dgram_close(struct inet_socket *is);
int inet_dgram_bind(struct inet_socket *is, const ip_addr_t *ip, uint16_t port);
int inet_dgram_connect(struct inet_socket *is, const ip_addr_t *ip,
		       uint16_t port);
void inet_dgram_disconnect(struct inet_socket *is);
long inet_dgram_send(struct uk_socket *s, const struct uk_msghdr *m);
long inet_dgram_recv(struct uk_socket *s, struct uk_msghdr *m, int flags);
unsigned inet_dgram_poll(struct inet_socket *is);

/* Times of transmission: inet_sent.c */
int inet_sent_ask(struct inet_socket *is, int flags);
long inet_sent_recv(struct inet_socket *is, struct uk_msghdr *m);

/* TCP: inet_stream.c */
int inet_stream_create(struct inet_socket *is, int family);
void inet_stream_close(struct inet_socket *is);
int inet_stream_bind(struct inet_socket *is, const ip_addr_t *ip,
		     uint16_t port);
int inet_stream_connect(struct inet_socket *is, const ip_addr_t *ip,
			uint16_t port);
int inet_stream_listen(struct inet_socket *is, int backlog);
int inet_stream_accept(struct inet_socket *is, struct uk_socket *to);
int inet_stream_shutdown(struct inet_socket *is, int how);
long inet_stream_send(struct inet_socket *is, const struct uk_msghdr *m,
		      int flags);
long inet_stream_recv(struct inet_socket *is, struct uk_msghdr *m, int flags);
unsigned inet_stream_poll(struct inet_socket *is);

#endif /* UK_LWIP_INET_H */
