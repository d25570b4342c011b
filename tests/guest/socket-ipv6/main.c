/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * IPv6 beside IPv4: datagrams, a connection and a raw echo over ::1. Then an
 * echo to the address given; without one, to find no way to the world ("-":
 * neither).
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

static struct sockaddr_in6 loopback(int port)
{
	struct sockaddr_in6 a = {.sin6_family = AF_INET6,
				 .sin6_port = htons((uint16_t)port),
				 .sin6_addr = IN6ADDR_LOOPBACK_INIT};

	return a;
}

static void check_datagram(void)
{
	struct sockaddr_in6 a = loopback(5000), from;
	socklen_t len = sizeof(from);
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);
	char in[10], text[INET6_ADDRSTRLEN];

	CHECK(bind(fd, (struct sockaddr *)&a, sizeof(a)) == 0);
	CHECK(sendto(fd, "six", 3, 0, (struct sockaddr *)&a, sizeof(a)) == 3);
	CHECK(recvfrom(fd, in, sizeof(in), 0, (struct sockaddr *)&from, &len) ==
	      3);
	CHECK(len == sizeof(from) && from.sin6_port == htons(5000));
	CHECK(!strcmp(inet_ntop(AF_INET6, &from.sin6_addr, text, sizeof(text)),
		      "::1"));
	CHECK(bind(fd, (struct sockaddr *)&a, 16) == -1 && errno == EINVAL);
	close(fd);
}

static void check_stream(void)
{
	struct sockaddr_in6 a = loopback(5001);
	int l = socket(AF_INET6, SOCK_STREAM, 0);
	int c = socket(AF_INET6, SOCK_STREAM, 0);
	char in[10];
	int s;

	CHECK(bind(l, (struct sockaddr *)&a, sizeof(a)) == 0);
	CHECK(listen(l, 1) == 0);
	CHECK(connect(c, (struct sockaddr *)&a, sizeof(a)) == 0);
	s = accept(l, NULL, NULL);
	CHECK(s >= 0 && write(s, "hello", 5) == 5 && close(s) == 0);
	CHECK(read(c, in, sizeof(in)) == 5 && read(c, in, 1) == 0);
	close(c);
	close(l);
}

/* The reply of 12 bytes, with its hop limit beside it; false: none came. */
static bool echo_reply(int fd, struct sockaddr_in6 *from, int *hops)
{
	union {
		struct cmsghdr align;
		char bytes[128];
	} control;
	struct icmp6_hdr in[2];
	struct iovec iov = {in, sizeof(in)};
	struct msghdr m = {.msg_name = from,
			   .msg_namelen = sizeof(*from),
			   .msg_iov = &iov,
			   .msg_iovlen = 1,
			   .msg_control = control.bytes,
			   .msg_controllen = sizeof(control.bytes)};
	struct pollfd p = {.fd = fd, .events = POLLIN};

	while (poll(&p, 1, 2000) == 1 && recvmsg(fd, &m, 0) >= 12) {
		struct cmsghdr *c = CMSG_FIRSTHDR(&m);

		if (in[0].icmp6_type != ICMP6_ECHO_REPLY)
			continue;
		CHECK(c && c->cmsg_level == IPPROTO_IPV6 &&
		      c->cmsg_type == IPV6_HOPLIMIT);
		memcpy(hops, CMSG_DATA(c), sizeof(*hops));
		return in[0].icmp6_seq == htons(7);
	}
	return false;
}

static void check_raw(struct sockaddr_in6 to)
{
	struct sockaddr_in6 from;
	struct icmp6_hdr out[2] = {{.icmp6_type = ICMP6_ECHO_REQUEST}};
	int fd = socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
	int on = 1, hops = 0;

	out[0].icmp6_seq = htons(7);
	CHECK(fd >= 0);
	CHECK(setsockopt(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, &on,
			 sizeof(on)) == 0);
	CHECK(sendto(fd, out, 12, 0, (struct sockaddr *)&to, sizeof(to)) == 12);
	CHECK(echo_reply(fd, &from, &hops));
	CHECK(!memcmp(&from.sin6_addr, &to.sin6_addr, 16) && hops == 255);
	close(fd);
}

/* A device whose IPv6 nobody has asked for has none. */
static void check_no_route(void)
{
	struct sockaddr_in6 a = {.sin6_family = AF_INET6, .sin6_port = 1};
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);

	inet_pton(AF_INET6, "2001:db8::1", &a.sin6_addr);
	CHECK(connect(fd, (struct sockaddr *)&a, sizeof(a)) == -1 &&
	      errno == ENETUNREACH);
	close(fd);
}

/* A server asks for it, so that it can have the port of IPv4, too. */
static void check_v6only(void)
{
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	int on = 1, off = 0, v = 0;
	socklen_t len = sizeof(v);

	CHECK(setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) == 0);
	CHECK(getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v, &len) == 0 &&
	      v == 1);
	CHECK(setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)) ==
		      -1 &&
	      errno == EINVAL);
	close(fd);
}

int main(int argc, char **argv)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);

	check_datagram();
	check_stream();
	check_raw(loopback(0));
	check_v6only();
	/* lwIP's timers of IPv6 run every second. */
	usleep(1200000);
	CHECK(bind(fd, (struct sockaddr *)&v4, sizeof(v4)) == -1 &&
	      errno == EAFNOSUPPORT);
	close(fd);
	if (argc > 1 && strcmp(argv[1], "-")) {
		struct sockaddr_in6 remote = {.sin6_family = AF_INET6};

		CHECK(inet_pton(AF_INET6, argv[1], &remote.sin6_addr) == 1);
		check_raw(remote);
	} else if (argc == 1) {
		check_no_route();
	}
	return check_result("socket-ipv6");
}
