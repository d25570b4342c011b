/* SPDX-License-Identifier: BSD-3-Clause */
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uk/alloc.h>
#include <uk/assert.h>
#include <uk/errno.h>
#include <uk/netdev.h>
#include <uk/param.h>
#include <uk/posix_thread.h>
#include <uk/print.h>
#include <uk/random.h>
#include <uk/time.h>
#include "lwip/init.h"
#include "lwip/prot/etharp.h"
#include "stack.h"
#include "fake.h"
#include "packet.h"

/* Virtual time after which a wait counts as a hang. */
#define HANG_MS 200000

extern const struct uk_param uk_param_netdev_ip, uk_param_netdev_ip6;

uint64_t fake_now = 5 * UK_NSEC_PER_SEC;
uint64_t fake_wall_offset = 1700000000ull * UK_NSEC_PER_SEC;
unsigned fake_sent_count;
struct frame fake_sent[64];
long fake_alloc_limit = -1;
struct netif *fake_netif;
bool fake_keep_neighbourhood;
char fake_said[400];

static size_t allocated;
static struct uk_lwip_netif device_netif;
static struct uk_netbuf *arrived_first, **arrived_last = &arrived_first;
static const uint8_t gateway_mac[6] = {2, 0, 0, 0, 0, 0xfe};

/* Memory */
static bool may_allocate(void)
{
	if (fake_alloc_limit < 0)
		return true;
	if (fake_alloc_limit == 0)
		return false;
	fake_alloc_limit--;
	return true;
}

void *uk_malloc(size_t size)
{
	void *p = may_allocate() ? malloc(size ? size : 1) : NULL;

	allocated += malloc_usable_size(p);
	return p;
}

void *uk_calloc(size_t n, size_t size)
{
	void *p = may_allocate() ? calloc(n, size) : NULL;

	allocated += malloc_usable_size(p);
	return p;
}

void uk_free(void *p)
{
	allocated -= malloc_usable_size(p);
	free(p);
}

size_t fake_allocated(void)
{
	return allocated;
}

/* Time and chance */
uint64_t uk_time_mono_ns(void)
{
	return fake_now;
}

uint64_t uk_time_wall_ns(void)
{
	return fake_now + fake_wall_offset;
}

uint64_t uk_random_u64(void)
{
	static uint64_t x = 88172645463325252ull;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x;
}

void uk_printk(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(fake_said, sizeof(fake_said), fmt, ap);
	va_end(ap);
	fputs(fake_said, stdout);
}

_Noreturn void uk_panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	abort();
}

/* Descriptors */
#define FDS 64
static struct uk_file *fds[FDS];

void uk_file_init(struct uk_file *f, const struct uk_file_ops *ops, int flags,
		  void *priv)
{
	*f = (struct uk_file){
		.ops = ops, .refs = 1, .flags = flags, .priv = priv};
}

int uk_file_put(struct uk_file *f)
{
	return --f->refs ? 0 : f->ops->close(f);
}

int uk_fd_install(struct uk_file *f)
{
	int fd;

	for (fd = 0; fd < FDS; fd++)
		if (!fds[fd]) {
			fds[fd] = f;
			return fd;
		}
	return -EMFILE;
}

struct uk_file *uk_fd_get(int fd)
{
	if (fd < 0 || fd >= FDS || !fds[fd])
		return NULL;
	fds[fd]->refs++;
	return fds[fd];
}

int uk_fd_set_cloexec(int fd, bool on)
{
	(void)fd;
	(void)on;
	return 0;
}

/* Waiting: time goes on, and the network with it. */
void uk_waitq_wake_all(struct uk_waitq *q)
{
	(void)q;
}

void uk_waitq_wake_one(struct uk_waitq *q)
{
	(void)q;
}

int uk_waitq_wait_until(struct uk_waitq *q, uint64_t deadline,
			bool (*ready)(void *), void *arg)
{
	unsigned ms;

	(void)q;
	for (ms = 0; ms < HANG_MS; ms++) {
		if (ready(arg))
			return 0;
		if (fake_now >= deadline)
			return -ETIMEDOUT;
		fake_run_ms(1);
	}
	fail_msg("a wait without an end");
	return -EINTR;
}

int uk_posix_wait(struct uk_waitq *q, uint64_t deadline, bool (*ready)(void *),
		  void *arg)
{
	return uk_waitq_wait_until(q, deadline, ready, arg);
}

void uk_lwip_find_gateways(void)
{
}

void uk_lwip_kick(void)
{
}

/* The device: what is sent is kept, ARP for the gateway is answered. */
static void answer_arp(const uint8_t *frame)
{
	const struct etharp_hdr *ask =
		(const struct etharp_hdr *)(frame + SIZEOF_ETH_HDR);
	uint8_t reply[SIZEOF_ETH_HDR + SIZEOF_ETHARP_HDR];
	struct etharp_hdr *r = (struct etharp_hdr *)(reply + SIZEOF_ETH_HDR);
	ip4_addr_t gw;

	ip4addr_aton(GATEWAY, &gw);
	if (memcmp(&ask->dipaddr, &gw, sizeof(gw)))
		return;
	memcpy(reply, frame, sizeof(reply));
	memcpy(reply, ask->shwaddr.addr, 6);
	memcpy(reply + 6, gateway_mac, 6);
	r->opcode = PP_HTONS(ARP_REPLY);
	memcpy(&r->dhwaddr, &ask->shwaddr, 6);
	memcpy(&r->dipaddr, &ask->sipaddr, 4);
	memcpy(&r->shwaddr, gateway_mac, 6);
	memcpy(&r->sipaddr, &gw, 4);
	fake_arrive_frame(reply, sizeof(reply), fake_now);
}

static bool is_ipv6(const struct uk_netbuf *nb)
{
	return nb->len > 14 && nb->data[12] == 0x86 && nb->data[13] == 0xdd;
}

/* Types of ICMPv6 from 130 on, perhaps behind hop-by-hop options. */
static bool is_neighbourhood(const struct uk_netbuf *nb)
{
	const uint8_t *p = nb->data + 14;
	size_t at = p[6] == 0 ? 48 : 40;

	return is_ipv6(nb) && nb->len > 14 + at && p[at == 48 ? 40 : 6] == 58 &&
	       p[at] >= 130;
}

#ifdef CONFIG_LWIP_IPV6
bool fake_deaf6;

static void answer_neighbour(const struct uk_netbuf *nb)
{
	const uint8_t *ask = nb->data + 14;
	uint8_t p[IP6_LEN + 32], target[16], option[8] = {2, 1};

	addr6(GATEWAY6, target);
	if (fake_deaf6 || ask[IP6_LEN] != 135 ||
	    memcmp(ask + IP6_LEN + 8, target, 16))
		return;
	memcpy(option + 2, gateway_mac, 6);
	memcpy(p + IP6_LEN + 8, target, 16);
	memcpy(p + IP6_LEN + 24, option, 8);
	fake_arrive(p,
		    icmp6_packet(p, GATEWAY6, addr6_text(ask + 8), 136, 0,
				 0xe0000000, 24),
		    fake_now);
}
#endif

unsigned fake_tx_room = UINT_MAX;

static unsigned tx(struct uk_netdev *dev, struct uk_netbuf **pkts, unsigned n)
{
	unsigned i;

	if (n > fake_tx_room)
		n = fake_tx_room;
	if (fake_tx_room != UINT_MAX)
		fake_tx_room -= n;
	fake_now += FAKE_SEND_NS;
	dev->tx_mono_ns = fake_now;
	for (i = 0; i < n; i++) {
		struct uk_netbuf *nb = pkts[i];

		if (nb->len > 14 && nb->data[12] == 8 && nb->data[13] == 6) {
			if (nb->data[21] == ARP_REQUEST)
				answer_arp(nb->data);
		} else if (is_neighbourhood(nb) && !fake_keep_neighbourhood) {
#ifdef CONFIG_LWIP_IPV6
			answer_neighbour(nb);
#endif
		} else if (fake_sent_count < 64) {
			struct frame *f = &fake_sent[fake_sent_count++];

			f->len = nb->len;
			memcpy(f->data, nb->data, nb->len);
		}
		uk_netbuf_free(nb);
	}
	return n;
}

static unsigned rx(struct uk_netdev *dev, struct uk_netbuf **pkts, unsigned n)
{
	unsigned i;

	(void)dev;
	for (i = 0; i < n && arrived_first; i++) {
		pkts[i] = arrived_first;
		arrived_first = arrived_first->next;
	}
	if (!arrived_first)
		arrived_last = &arrived_first;
	return i;
}

static int start(struct uk_netdev *dev)
{
	(void)dev;
	return 0;
}

static bool arm(struct uk_netdev *dev)
{
	(void)dev;
	return arrived_first != NULL;
}

static const struct uk_netdev_ops device_ops = {start, tx, rx, arm};
static struct uk_netdev device = {
	.ops = &device_ops, .mac = {2, 0, 0, 0, 0, 1}, .mtu = 1500};

static void rx_ready(void *arg)
{
	(void)arg;
}

int fake_setup(void **state)
{
	(void)state;
	if (fake_netif)
		return 0;
	/* A stack that never comes back must not hold up the others. */
	alarm(120);
	lwip_init();
	assert_int_equal(uk_param_netdev_ip.set(OUR_ADDR "/24:" GATEWAY), 0);
	uk_netdev_register(&device);
	assert_int_equal(
		uk_lwip_netif_start(&device_netif, &device, 0, rx_ready), 0);
	fake_netif = &device_netif.netif;
	return 0;
}

#ifdef CONFIG_LWIP_IPV6
int fake_setup6(const char *netdev_ip6)
{
	assert_null(fake_netif);
	assert_int_equal(uk_param_netdev_ip6.set(netdev_ip6), 0);
	fake_setup(NULL);
	uk_lwip_ipv6_wait(&device_netif, 0, NULL);
	return 0;
}

int sk_socket6(int type, int protocol)
{
	return (int)uk_syscall_r_socket(UK_AF_INET6, type, protocol);
}

struct uk_sockaddr_in6 sk_addr6(const char *ip, uint16_t port)
{
	struct uk_sockaddr_in6 a = {.family = UK_AF_INET6,
				    .port = lwip_htons(port)};

	addr6(ip, a.addr);
	return a;
}

long sk_sendto6(int fd, const void *buf, size_t len, const char *ip,
		uint16_t port)
{
	struct uk_sockaddr_in6 a = sk_addr6(ip, port);

	return uk_syscall_r_sendto(fd, (long)buf, (long)len, 0, (long)&a,
				   sizeof(a));
}
#endif

void fake_forget_sent(void)
{
	fake_sent_count = 0;
}

void fake_arrive_frame(const void *frame, size_t len, uint64_t at)
{
	struct uk_netbuf *nb = uk_netbuf_alloc((uint16_t)len, 0);

	assert_non_null(nb);
	memcpy(nb->data, frame, len);
	nb->len = (uint16_t)len;
	nb->rx_mono_ns = at;
	nb->next = NULL;
	*arrived_last = nb;
	arrived_last = &nb->next;
}

void fake_arrive(const void *packet, size_t len, uint64_t at)
{
	uint8_t frame[FRAME_MAX];

	memcpy(frame, device.mac, 6);
	memcpy(frame + 6, gateway_mac, 6);
	put16(frame + 12,
	      len && *(const uint8_t *)packet >> 4 == 6 ? 0x86dd : 0x0800);
	memcpy(frame + 14, packet, len);
	fake_arrive_frame(frame, len + 14, at);
}

void fake_pump(void)
{
	while (uk_lwip_netif_receive(&device_netif) > 0)
		;
	netif_poll_all();
	uk_lwip_timers_run();
}

void fake_run_ms(unsigned ms)
{
	while (ms--) {
		fake_now += UK_NSEC_PER_MSEC;
		fake_pump();
	}
}

/* Typed calls */
int sk_socket(int type, int protocol)
{
	return (int)uk_syscall_r_socket(UK_AF_INET, type, protocol);
}

void sk_close(int fd)
{
	struct uk_file *f = fds[fd];

	fds[fd] = NULL;
	uk_file_put(f);
}

struct uk_sockaddr_in sk_addr(const char *ip, uint16_t port)
{
	struct uk_sockaddr_in a = {.family = UK_AF_INET,
				   .port = lwip_htons(port)};

	a.addr = ipaddr_addr(ip);
	return a;
}

int sk_bind(int fd, const char *ip, uint16_t port)
{
	struct uk_sockaddr_in a = sk_addr(ip, port);

	return (int)uk_syscall_r_bind(fd, (long)&a, sizeof(a));
}

int sk_connect(int fd, const char *ip, uint16_t port)
{
	struct uk_sockaddr_in a = sk_addr(ip, port);

	return (int)uk_syscall_r_connect(fd, (long)&a, sizeof(a));
}

long sk_sendto(int fd, const void *buf, size_t len, const char *ip,
	       uint16_t port)
{
	struct uk_sockaddr_in a = sk_addr(ip ? ip : "0.0.0.0", port);

	return uk_syscall_r_sendto(fd, (long)buf, (long)len, 0,
				   ip ? (long)&a : 0, ip ? sizeof(a) : 0);
}

long sk_recv(int fd, void *buf, size_t len, int flags)
{
	return uk_syscall_r_recvfrom(fd, (long)buf, (long)len, flags, 0, 0);
}

int sk_set(int fd, int level, int name, int value)
{
	return (int)uk_syscall_r_setsockopt(fd, level, name, (long)&value,
					    sizeof(value));
}

int sk_get(int fd, int level, int name)
{
	int value = -12345;
	uint32_t len = sizeof(value);
	long r = uk_syscall_r_getsockopt(fd, level, name, (long)&value,
					 (long)&len);

	return r ? (int)r : value;
}

unsigned sk_poll(int fd)
{
	return fds[fd]->ops->poll(fds[fd]);
}
