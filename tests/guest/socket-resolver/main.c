/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The resolver asks the server that netdev.ip names; here that is a thread
 * of the guest itself, which knows one name (RFC 1035).
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

#define HEADER 12

/* A question in: the same with one address, or "no such name". */
static size_t answer(unsigned char *m, size_t len)
{
	static const unsigned char record[] = {
		0xc0, HEADER, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 192, 0, 2, 7};
	int known = len > HEADER + 9 && !memcmp(m + HEADER + 1, "gateway", 7);
	int wants_a = m[len - 3] == 1;

	m[2] |= 0x80;
	m[3] = known ? 0 : 3;
	if (!known || !wants_a)
		return len;
	m[7] = 1;
	memcpy(m + len, record, sizeof(record));
	return len + sizeof(record);
}

static void *serve(void *arg)
{
	int fd = *(int *)arg;

	for (;;) {
		unsigned char m[600];
		struct sockaddr_in from;
		socklen_t flen = sizeof(from);
		ssize_t n = recvfrom(fd, m, 512, 0, (struct sockaddr *)&from,
				     &flen);

		if (n > HEADER)
			sendto(fd, m, answer(m, (size_t)n), 0,
			       (struct sockaddr *)&from, flen);
	}
	return NULL;
}

int main(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(53)};
	struct addrinfo hints = {.ai_family = AF_INET,
				 .ai_socktype = SOCK_STREAM};
	struct addrinfo *r = NULL;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	char text[64];
	pthread_t t;

	CHECK(bind(fd, (struct sockaddr *)&a, sizeof(a)) == 0);
	CHECK(pthread_create(&t, NULL, serve, &fd) == 0);
	CHECK(getaddrinfo("gateway.test", "80", &hints, &r) == 0);
	if (r) {
		getnameinfo(r->ai_addr, r->ai_addrlen, text, sizeof(text), NULL,
			    0, NI_NUMERICHOST);
		CHECK(!strcmp(text, "192.0.2.7"));
		freeaddrinfo(r);
	}
	CHECK(getaddrinfo("nobody.test", "80", &hints, &r) == EAI_NONAME);
	CHECK(getaddrinfo("198.51.100.1", "80", &hints, &r) == 0);
	freeaddrinfo(r);
	return check_result("socket-resolver");
}
