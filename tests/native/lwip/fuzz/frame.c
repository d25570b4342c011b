/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Frames from the network into the stack and up to sockets of each kind, IPv4
 * and IPv6 with its neighbourhood. The first byte says what is made right
 * before: nothing, or addresses and checksums, without which a packet gets
 * nowhere; and how much time goes by, for addresses and routers that end. The
 * stack keeps its state from one input to the next.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../fake.h"
#include "../packet.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* lwIP keeps pointers in packets, at odd addresses, where LeakSanitizer does
 * not look: what is held is counted instead. */
enum { MOST_MEMORY = 1 << 20 };

enum { MEND = 1, FRAME = 2, IPV6 = 4, LINK_LOCAL = 8, LATER = 16 };

static int fds[5];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fake_setup6("auto");
	alarm(0);
	fds[0] = sk_socket(UK_SOCK_RAW, UK_IPPROTO_ICMP);
	fds[1] = sk_socket(UK_SOCK_DGRAM, 0);
	sk_bind(fds[1], "0.0.0.0", 7300);
	fds[2] = sk_socket(UK_SOCK_STREAM, 0);
	sk_bind(fds[2], "0.0.0.0", 7300);
	uk_syscall_r_listen(fds[2], 8);
	fds[3] = sk_socket6(UK_SOCK_RAW, UK_IPPROTO_ICMPV6);
	fds[4] = sk_socket6(UK_SOCK_DGRAM, 0);
	return 0;
}

static void mend(uint8_t *p, size_t len)
{
	size_t head;

	if (len < IP_LEN)
		return;
	p[0] = (uint8_t)(0x40 | (p[0] & 15));
	head = (p[0] & 15) * 4u;
	if (head < IP_LEN || head > len)
		return;
	put16(p + 2, (unsigned)len);
	memcpy(p + 16, "\xc0\x00\x02\x01", 4); /* OUR_ADDR */
	put16(p + 10, 0);
	put16(p + 10, checksum(p, head));
	if (p[9] == 1 && len >= head + 4) {
		put16(p + head + 2, 0);
		put16(p + head + 2, checksum(p + head, len - head));
	}
	if (p[9] == 17 && len >= head + 8)
		put16(p + head + 6, 0); /* UDP without checksum */
}

/* Behind hop-by-hop options, too: so do queries of groups look. */
static void mend6(uint8_t *p, size_t len, bool link_local)
{
	size_t at = IP6_LEN;

	if (len < IP6_LEN)
		return;
	p[0] = (uint8_t)(0x60 | (p[0] & 15));
	put16(p + 4, (unsigned)(len - IP6_LEN));
	if (link_local)
		addr6("fe80::ff:fe00:fe", p + 8);
	if (p[24] != 0xff) /* a group is for everybody */
		addr6("fe80::ff:fe00:1", p + 24);
	if (p[6] == 0 && len >= IP6_LEN + 8)
		at += 8 + p[IP6_LEN + 1] * 8u;
	if ((p[6] == 58 || (p[6] == 0 && p[IP6_LEN] == 58)) &&
	    len >= at + ICMP_LEN) {
		put16(p + at + 2, 0);
		put16(p + at + 2, checksum6(p, 58, at, len - at));
	}
}

static void drain(int fd)
{
	uint8_t buf[2000];

	while (sk_recv(fd, buf, sizeof(buf), UK_MSG_DONTWAIT) > 0)
		;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t packet[FRAME_MAX], big[2000] = {0};

	if (!size || size - 1 > FRAME_MAX - 14)
		return 0;
	memcpy(packet, data + 1, size - 1);
	if (data[0] & MEND && data[0] & IPV6)
		mend6(packet, size - 1, data[0] & LINK_LOCAL);
	else if (data[0] & MEND)
		mend(packet, size - 1);
	if (data[0] & FRAME && size > 14)
		fake_arrive_frame(packet, size - 1, fake_now);
	else
		fake_arrive(packet, size - 1, fake_now);
	fake_run_ms(data[0] & LATER ? 1000 : 1);
	drain(fds[0]);
	drain(fds[1]);
	drain(fds[3]);
	/* To whatever router the stack believes in, in pieces. */
	sk_sendto6(fds[4], big, sizeof(big), FAR_ADDR6, 9);
	fake_forget_sent();
	if (fake_allocated() > MOST_MEMORY)
		abort();
	return 0;
}
