/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the glue needs of the core, for the host: time that stands still until
 * somebody waits, descriptors, and one network device whose wire is a pair
 * of lists.
 */
#ifndef FAKE_H
#define FAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <uk/socket.h>
#include "lwip/ip4_addr.h"
#include "lwip/netif.h"

/* Addresses of the tests (RFC 5737). */
#define OUR_ADDR "192.0.2.1"
#define GATEWAY  "192.0.2.254"
#define FAR_ADDR "198.51.100.7"

#define FRAME_MAX 1514

struct frame {
	size_t len;
	uint8_t data[FRAME_MAX];
};

/** cmocka: brings lwIP and the device up, once. */
int fake_setup(void **state);

#ifdef CONFIG_LWIP_IPV6
/* Addresses of the tests (RFC 3849). */
#define OUR_ADDR6 "2001:db8::1"
#define GATEWAY6  "2001:db8::fe"
#define FAR_ADDR6 "2001:db8:1::7"

/**
 * The same with IPv6 as netdev.ip6 says, waiting for an address; the gateway
 * answers neighbour solicitations unless it is deaf.
 */
int fake_setup6(const char *netdev_ip6);
extern bool fake_deaf6;

/** An IPv6 socket and its calls. */
int sk_socket6(int type, int protocol);
struct uk_sockaddr_in6 sk_addr6(const char *ip, uint16_t port);
long sk_sendto6(int fd, const void *buf, size_t len, const char *ip,
		uint16_t port);
#endif

/** How many frames the device's queue has room for. */
extern unsigned fake_tx_room;

/** Neighbour discovery and groups are among the frames sent only then. */
extern bool fake_keep_neighbourhood;

/** What was last printed. */
extern char fake_said[400];

/** The monotonic clock in nanoseconds; tests may change it forward. */
extern uint64_t fake_now;
/** Wall clock minus monotonic clock. */
extern uint64_t fake_wall_offset;

/** What the way to the device takes; the stamp is taken behind it. */
#define FAKE_SEND_NS 700

/** Frames sent by the stack, oldest first, without ARP, which is answered. */
extern unsigned fake_sent_count;
extern struct frame fake_sent[64];
void fake_forget_sent(void);

/** Lets an IP packet arrive in a frame at the given time. */
void fake_arrive(const void *packet, size_t len, uint64_t at);

/** Lets any frame arrive. */
void fake_arrive_frame(const void *frame, size_t len, uint64_t at);

/** Runs timers and looped-back packets once. */
void fake_pump(void);

/** Sets the clock forward in steps and lets timers run. */
void fake_run_ms(unsigned ms);

/** Bytes of memory the glue and lwIP hold. */
size_t fake_allocated(void);
/** The next n allocations succeed, later ones fail; -1: all succeed. */
extern long fake_alloc_limit;

extern struct netif *fake_netif;

/* The system calls under test. */
long uk_syscall_r_socket(long, long, long);
long uk_syscall_r_bind(long, long, long);
long uk_syscall_r_connect(long, long, long);
long uk_syscall_r_listen(long, long);
long uk_syscall_r_accept4(long, long, long, long);
long uk_syscall_r_sendto(long, long, long, long, long, long);
long uk_syscall_r_recvfrom(long, long, long, long, long, long);
long uk_syscall_r_sendmsg(long, long, long);
long uk_syscall_r_recvmsg(long, long, long);
long uk_syscall_r_setsockopt(long, long, long, long, long);
long uk_syscall_r_getsockopt(long, long, long, long, long);
long uk_syscall_r_getsockname(long, long, long);
long uk_syscall_r_getpeername(long, long, long);
long uk_syscall_r_shutdown(long, long);
long uk_syscall_r_sendmmsg(long, long, long, long);
long uk_syscall_r_recvmmsg(long, long, long, long, long);

/* The same with types. */
int sk_socket(int type, int protocol);
void sk_close(int fd);
struct uk_sockaddr_in sk_addr(const char *ip, uint16_t port);
int sk_bind(int fd, const char *ip, uint16_t port);
int sk_connect(int fd, const char *ip, uint16_t port);
long sk_sendto(int fd, const void *buf, size_t len, const char *ip,
	       uint16_t port);
long sk_recv(int fd, void *buf, size_t len, int flags);
int sk_set(int fd, int level, int name, int value);
int sk_get(int fd, int level, int name);
unsigned sk_poll(int fd);

#endif /* FAKE_H */
