/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A prober's sockets on a real device: echo requests with our own IP header
 * to the gateway of QEMU's user network, with the time of arrival of each
 * answer. argv[1] = seconds to be idle instead, with a socket open: the first
 * one waits for the gateway.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

#define PROBES 10

struct probe {
	struct iphdr ip;
	struct icmphdr icmp;
	uint8_t data[16];
};

static uint16_t checksum(const void *data, size_t len)
{
	const uint16_t *p = data;
	uint32_t sum = 0;

	for (; len > 1; len -= 2)
		sum += *p++;
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t) ~(sum + (sum >> 16));
}

static int64_t now_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * 1000000000ll + ts.tv_nsec;
}

static void send_probe(int fd, const char *to, uint16_t seq)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	struct probe p;

	memset(&p, 0, sizeof(p));
	inet_aton(to, &a.sin_addr);
	p.ip.version = 4;
	p.ip.ihl = 5;
	p.ip.ttl = 64;
	p.ip.protocol = IPPROTO_ICMP;
	p.ip.daddr = a.sin_addr.s_addr;
	p.icmp.type = ICMP_ECHO;
	p.icmp.un.echo.id = htons(4711);
	p.icmp.un.echo.sequence = htons(seq);
	p.icmp.checksum = checksum(&p.icmp, sizeof(p) - sizeof(p.ip));
	CHECK(sendto(fd, &p, sizeof(p), 0, (struct sockaddr *)&a, sizeof(a)) ==
	      sizeof(p));
}

/* The arrival of the answer with this number, on the wall clock; 0: none. */
static int64_t receive(int fd, uint16_t seq)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	union {
		struct cmsghdr head;
		char room[100];
	} control;
	struct probe in;
	struct iovec iov = {&in, sizeof(in)};
	struct msghdr m = {.msg_iov = &iov,
			   .msg_iovlen = 1,
			   .msg_control = &control,
			   .msg_controllen = sizeof(control)};
	struct timespec ts = {0, 0};

	if (poll(&p, 1, 2000) != 1)
		return 0;
	CHECK(recvmsg(fd, &m, 0) == sizeof(in));
	CHECK(in.icmp.type == ICMP_ECHOREPLY);
	CHECK(in.icmp.un.echo.sequence == htons(seq));
	CHECK(control.head.cmsg_type == SO_TIMESTAMPNS);
	memcpy(&ts, CMSG_DATA(&control.head), sizeof(ts));
	return ts.tv_sec * 1000000000ll + ts.tv_nsec;
}

static void check_own_address(const char *gateway)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = 53};
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	inet_aton(gateway, &a.sin_addr);
	CHECK(connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0);
	CHECK(getsockname(fd, (struct sockaddr *)&a, &len) == 0);
	CHECK(!strcmp(inet_ntoa(a.sin_addr), "10.0.2.15"));
	close(fd);
}

static void check_probes(const char *gateway)
{
	int tx = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	int rx = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
	int on = 1;
	uint16_t i;

	CHECK(tx >= 0 && rx >= 0);
	CHECK(!setsockopt(rx, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)));
	for (i = 0; i < PROBES; i++) {
		int64_t sent = now_ns(CLOCK_REALTIME);
		int64_t at;

		send_probe(tx, gateway, i);
		/* The stamp is the arrival, not the time of this call. */
		if (i % 2)
			usleep(100000);
		at = receive(rx, i);
		CHECK(at > sent && at <= now_ns(CLOCK_REALTIME));
		if (i % 2)
			CHECK(at - sent < 50000000);
		printf("probe %d: %d us\n", i, (int)((at - sent) / 1000));
	}
	close(tx);
	close(rx);
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		CHECK(socket(AF_INET, SOCK_DGRAM, 0) >= 0);
		sleep((unsigned)atoi(argv[1]));
		return check_result("idle");
	}
	check_own_address("10.0.2.2");
	check_probes("10.0.2.2");
	return check_result("socket-network");
}
