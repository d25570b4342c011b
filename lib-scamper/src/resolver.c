/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Names by a name server (RFC 1035), over UDP and beside the probes: nothing
 * waits for them. The socket is connected, so that answers of others do not
 * arrive; a question is asked a second time, as scamper does. A program that
 * does not call scamper_posix_resolve() does not contain it.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dns.h"
#include "fail.h"
#include "posix_state.h"

enum {
	PORT = 53,
	QUERIES = 256, /* unanswered ones that are kept */
	MESSAGE = 4096,
	ATTEMPTS = 2,
};

static const uint64_t patience = UINT64_C(5000000000);

struct query {
	struct scamper_addr addr; /* NONE: unused */
	uint64_t asked;
	uint16_t id;
	uint8_t attempts;
};

struct resolver {
	struct posix_resolver ops; /* first: it is cast back */
	struct scamper_addr server;
	int fd; /* -1: nothing was asked so far; of the posix receivers */
	struct query queries[QUERIES];
};

static socklen_t server_address(const struct resolver *r,
				struct sockaddr_storage *to)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
				 .sin_port = htons(PORT)};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6,
				   .sin6_port = htons(PORT)};

	if (r->server.type == SCAMPER_ADDR_IPV4) {
		memcpy(&in.sin_addr, r->server.bytes, 4);
		memcpy(to, &in, sizeof(in));
		return sizeof(in);
	}
	memcpy(&in6.sin6_addr, r->server.bytes, 16);
	memcpy(to, &in6, sizeof(in6));
	return sizeof(in6);
}

static int open_socket(struct scamper_posix *posix, struct resolver *r)
{
	struct sockaddr_storage to;
	socklen_t size = server_address(r, &to);
	int rc, fd = socket(to.ss_family, SOCK_DGRAM, 0);

	if (fd < 0)
		return -errno;
	if (connect(fd, (struct sockaddr *)&to, size) < 0) {
		rc = -errno;
		close(fd);
		return rc;
	}
	posix_add_receiver(posix, fd, false, 0)->names = true;
	r->fd = fd;
	return 0;
}

/* An id that nobody can guess, or they would answer in place of the server. */
static uint16_t new_id(void)
{
	uint16_t id;

	if (getrandom(&id, sizeof(id), GRND_NONBLOCK) != sizeof(id))
		id = (uint16_t)(scamper_posix_now() >> 8);
	return id;
}

/* What cannot be sent is lost, as what the network loses. */
static void ask(struct resolver *r, struct query *q, uint64_t now)
{
	uint8_t question[DNS_QUESTION];
	ssize_t sent;

	q->id = new_id();
	q->asked = now;
	q->attempts++;
	sent = send(r->fd, question, dns_question(q->id, &q->addr, question),
		    MSG_DONTWAIT);
	(void)sent;
}

/* Its query, or one for it in place of none or of the oldest. */
static struct query *query_of(struct resolver *r,
			      const struct scamper_addr *addr)
{
	struct query *oldest = r->queries;

	for (int i = 0; i < QUERIES; i++) {
		struct query *q = &r->queries[i];

		if (scamper_addr_equal(&q->addr, addr))
			return q;
		if (q->asked < oldest->asked)
			oldest = q;
	}
	*oldest = (struct query){.addr = *addr};
	return oldest;
}

static int resolve(struct scamper_posix *posix, const struct scamper_addr *addr)
{
	struct resolver *r = (struct resolver *)posix->resolver;
	struct query *q;

	if (r->server.type == SCAMPER_ADDR_NONE)
		return -ENOENT;
	if (r->fd < 0) {
		int rc = open_socket(posix, r);

		if (rc < 0)
			return rc;
	}
	if (!addr)
		return 0;
	q = query_of(r, addr);
	if (q->attempts == 0)
		ask(r, q, scamper_posix_now());
	return 0;
}

static void take(struct resolver *r, const uint8_t *message, size_t len,
		 struct scamper_engine *engine)
{
	uint8_t question[DNS_QUESTION];
	char name[DNS_NAME];

	for (int i = 0; i < QUERIES; i++) {
		struct query *q = &r->queries[i];
		size_t asked;

		if (q->addr.type == SCAMPER_ADDR_NONE)
			continue;
		asked = dns_question(q->id, &q->addr, question);
		if (!dns_name(question, asked, message, len, name))
			continue;
		scamper_engine_named(engine, &q->addr, name);
		*q = (struct query){0};
	}
}

/* Reads what is there, then asks again. */
static void step(struct scamper_posix *posix, struct scamper_engine *engine)
{
	struct resolver *r = (struct resolver *)posix->resolver;
	uint64_t now = scamper_posix_now();
	uint8_t message[MESSAGE];
	ssize_t len;

	for (int i = 0; i < QUERIES; i++) {
		len = recv(r->fd, message, sizeof(message), MSG_DONTWAIT);
		if (len < 0)
			break;
		take(r, message, (size_t)len, engine);
	}
	for (int i = 0; i < QUERIES; i++) {
		struct query *q = &r->queries[i];

		if (q->addr.type == SCAMPER_ADDR_NONE ||
		    now < q->asked + patience)
			continue;
		if (q->attempts < ATTEMPTS)
			ask(r, q, now);
		else
			*q = (struct query){0};
	}
}

/* The first name server of /etc/resolv.conf (resolv.conf(5)). */
static void find_server(struct scamper_addr *server)
{
	FILE *file = fopen("/etc/resolv.conf", "r");
	char line[256], text[64];

	while (file && server->type == SCAMPER_ADDR_NONE &&
	       fgets(line, sizeof(line), file))
		if (sscanf(line, "nameserver %63s", text) != 1 ||
		    !scamper_addr_parse_any(text, server))
			*server = (struct scamper_addr){0};
	if (file)
		fclose(file);
}

bool scamper_posix_resolve(struct scamper_posix *posix, const char *server,
			   struct scamper_error *error)
{
	struct resolver *r = calloc(1, sizeof(*r));

	if (!r) {
		scamper_fail_memory(error);
		return false;
	}
	r->ops = (struct posix_resolver){.resolve = resolve, .step = step};
	r->fd = -1;
	free(posix->resolver);
	posix->resolver = &r->ops;
	if (!server) {
		find_server(&r->server);
		return true;
	}
	if (scamper_addr_parse_any(server, &r->server))
		return true;
	scamper_fail(error, ERR_NAME_SERVER,
		     "'%.60s' is no address of a name server. Write one like "
		     "192.0.2.53 or 2001:db8::53.",
		     server);
	return false;
}
