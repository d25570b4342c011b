/* SPDX-License-Identifier: BSD-3-Clause */
/* IPv6 beside IPv4: datagrams and a connection over ::1. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
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

int main(void)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);

	check_datagram();
	check_stream();
	check_v6only();
	/* lwIP's timers of IPv6 run every second. */
	usleep(1200000);
	CHECK(bind(fd, (struct sockaddr *)&v4, sizeof(v4)) == -1 &&
	      errno == EAFNOSUPPORT);
	CHECK(socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6) == -1);
	close(fd);
	return check_result("socket-ipv6");
}
