/* SPDX-License-Identifier: BSD-3-Clause */
/* Sockets over the loopback interface: no device is attached. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

#define PORT  4000
#define BYTES 200000

static struct sockaddr_in address(int port)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
				.sin_port = htons((uint16_t)port)};

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return a;
}

static long ms_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - start->tv_sec) * 1000 +
	       (now.tv_nsec - start->tv_nsec) / 1000000;
}

static void *udp_echo(void *arg)
{
	int fd = *(int *)arg;
	struct sockaddr_in from;
	char buf[2000];
	int i;

	for (i = 0; i < 10; i++) {
		socklen_t len = sizeof(from);
		ssize_t n = recvfrom(fd, buf, sizeof(buf), 0,
				     (struct sockaddr *)&from, &len);

		CHECK(n > 0 && len == sizeof(from));
		sendto(fd, buf, (size_t)n, 0, (struct sockaddr *)&from, len);
	}
	return NULL;
}

static void check_udp(void)
{
	struct sockaddr_in a = address(PORT);
	int server = socket(AF_INET, SOCK_DGRAM, 0);
	int client = socket(AF_INET, SOCK_DGRAM, 0);
	char out[1400], in[1400];
	pthread_t t;
	int i;

	CHECK(bind(server, (struct sockaddr *)&a, sizeof(a)) == 0);
	CHECK(pthread_create(&t, NULL, udp_echo, &server) == 0);
	CHECK(connect(client, (struct sockaddr *)&a, sizeof(a)) == 0);
	for (i = 0; i < 10; i++) {
		memset(out, 'a' + i, sizeof(out));
		CHECK(send(client, out, sizeof(out), 0) == sizeof(out));
		CHECK(recv(client, in, sizeof(in), 0) == sizeof(in));
		CHECK(!memcmp(in, out, sizeof(in)));
	}
	pthread_join(t, NULL);
	close(server);
	close(client);
}

static void *tcp_echo(void *arg)
{
	int listener = *(int *)arg;
	int fd = accept(listener, NULL, NULL);
	char buf[3000];
	ssize_t n;

	CHECK(fd >= 0);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		CHECK(write(fd, buf, (size_t)n) == n);
	CHECK(n == 0 && close(fd) == 0);
	return NULL;
}

static void *tcp_write(void *arg)
{
	int fd = *(int *)arg;
	char *data = malloc(BYTES);
	int i;

	for (i = 0; i < BYTES; i++)
		data[i] = (char)(i * 31 >> 3);
	CHECK(write(fd, data, BYTES) == BYTES);
	CHECK(shutdown(fd, SHUT_WR) == 0);
	free(data);
	return NULL;
}

static void check_tcp(void)
{
	struct sockaddr_in a = address(PORT), peer;
	socklen_t len = sizeof(peer);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	pthread_t echo, writer;
	char buf[1000];
	int got = 0, on = 1;
	ssize_t n;

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	CHECK(bind(listener, (struct sockaddr *)&a, sizeof(a)) == 0);
	CHECK(listen(listener, 2) == 0);
	CHECK(pthread_create(&echo, NULL, tcp_echo, &listener) == 0);
	CHECK(connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0);
	CHECK(getpeername(fd, (struct sockaddr *)&peer, &len) == 0);
	CHECK(peer.sin_port == htons(PORT));
	CHECK(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0);
	CHECK(pthread_create(&writer, NULL, tcp_write, &fd) == 0);
	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		int i;

		for (i = 0; i < n; i++)
			CHECK(buf[i] == (char)((got + i) * 31 >> 3));
		got += (int)n;
	}
	CHECK(n == 0 && got == BYTES);
	pthread_join(writer, NULL);
	pthread_join(echo, NULL);
	close(fd);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	close(listener);
	CHECK(connect(fd, (struct sockaddr *)&a, sizeof(a)) == -1 &&
	      errno == ECONNREFUSED);
	close(fd);
}

static void *send_later(void *arg)
{
	struct sockaddr_in a = address(PORT);

	usleep(30000);
	sendto(*(int *)arg, "x", 1, 0, (struct sockaddr *)&a, sizeof(a));
	return NULL;
}

/* poll and select sleep until there is something, and no longer. */
static void check_waiting(void)
{
	struct sockaddr_in a = address(PORT);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	struct pollfd p[2] = {{.fd = fd, .events = POLLIN},
			      {.fd = -1, .events = POLLIN}};
	struct timeval tv = {0, 20000};
	struct timespec start;
	pthread_t t;
	fd_set set;
	char c;

	CHECK(bind(fd, (struct sockaddr *)&a, sizeof(a)) == 0);
	CHECK(recv(fd, &c, 1, 0) == -1 && errno == EAGAIN);
	clock_gettime(CLOCK_MONOTONIC, &start);
	CHECK(poll(p, 2, 20) == 0 && ms_since(&start) >= 20);
	FD_ZERO(&set);
	FD_SET(fd, &set);
	CHECK(select(fd + 1, &set, NULL, NULL, &tv) == 0);
	CHECK(!FD_ISSET(fd, &set) && ms_since(&start) >= 40);
	CHECK(pthread_create(&t, NULL, send_later, &fd) == 0);
	clock_gettime(CLOCK_MONOTONIC, &start);
	CHECK(poll(p, 2, 5000) == 1 && p[0].revents == POLLIN);
	CHECK(ms_since(&start) >= 30 && ms_since(&start) < 1000);
	FD_SET(fd, &set);
	CHECK(select(fd + 1, &set, NULL, NULL, NULL) == 1);
	CHECK(FD_ISSET(fd, &set) && recv(fd, &c, 1, 0) == 1);
	pthread_join(t, NULL);
	p[1].fd = 500;
	CHECK(poll(p, 2, 0) == 1 && p[1].revents == POLLNVAL);
	FD_SET(500, &set);
	CHECK(select(501, &set, NULL, NULL, NULL) == -1 && errno == EBADF);
	tv = (struct timeval){0, 15000};
	CHECK(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)) == 0);
	CHECK(fcntl(fd, F_SETFL, 0) == 0);
	clock_gettime(CLOCK_MONOTONIC, &start);
	CHECK(recv(fd, &c, 1, 0) == -1 && errno == EAGAIN);
	CHECK(ms_since(&start) >= 15);
	close(fd);
}

/* Echo to ourselves: the raw socket sees the request and the answer. */
static void check_raw(void)
{
	struct sockaddr_in a = address(0);
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
	struct icmphdr echo = {.type = ICMP_ECHO};
	unsigned char in[100];
	ssize_t n;

	echo.un.echo.id = htons(77);
	echo.checksum = (uint16_t) ~(ICMP_ECHO + htons(77));
	CHECK(sendto(fd, &echo, sizeof(echo), 0, (struct sockaddr *)&a,
		     sizeof(a)) == sizeof(echo));
	n = recv(fd, in, sizeof(in), 0);
	CHECK(n == 28 && in[20] == ICMP_ECHO);
	n = recv(fd, in, sizeof(in), 0);
	CHECK(n == 28 && in[20] == ICMP_ECHOREPLY && in[0] == 0x45);
	close(fd);
}

static void *close_other(void *arg)
{
	usleep(5000);
	pthread_cancel(*(pthread_t *)arg);
	return NULL;
}

static void *receive(void *arg)
{
	char c;

	recv(*(int *)arg, &c, 1, 0);
	return arg;
}

static void check_cancelled_read(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	pthread_t reader, other;
	void *result;

	CHECK(pthread_create(&reader, NULL, receive, &fd) == 0);
	CHECK(pthread_create(&other, NULL, close_other, &reader) == 0);
	CHECK(pthread_join(reader, &result) == 0 && result == PTHREAD_CANCELED);
	pthread_join(other, NULL);
	CHECK(close(fd) == 0 && close(fd) == -1 && errno == EBADF);
	CHECK(recv(0, NULL, 0, 0) == -1 && errno == ENOTSOCK);
}

int main(void)
{
	check_udp();
	check_tcp();
	check_waiting();
	check_raw();
	check_cancelled_read();
	return check_result("socket-loopback");
}
