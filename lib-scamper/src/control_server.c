/* SPDX-License-Identifier: BSD-3-Clause */
/* The loop of the server: clients, packets, the engine's deadlines. */
#define _GNU_SOURCE /* ppoll() */
#include "control_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fail.h"

enum { POSIX_FDS = 9, LINGER_S = 5, GOODBYE_S = 2 };

static const uint64_t second = UINT64_C(1000000000);

struct scamper_server *scamper_server_new(struct scamper_control *control,
					  struct scamper_error *error)
{
	struct scamper_server *server = calloc(1, sizeof(*server));

	if (!server)
		scamper_fail_memory(error);
	else
		server->control = control;
	return server;
}

static void close_listeners(struct scamper_server *server)
{
	for (unsigned int i = 0; i < server->listeners_used; i++) {
		struct listener *l = &server->listeners[i];

		close(l->fd);
		if (l->path)
			unlink(l->path);
		free(l->path);
	}
	server->listeners_used = 0;
}

static void drop_peer(struct scamper_server *server, struct peer *peer)
{
	struct peer **link = &server->peers;

	while (*link != peer)
		link = &(*link)->next;
	*link = peer->next;
	server->peers_used--;
	scamper_client_free(peer->client);
	close(peer->fd);
	free(peer);
}

void scamper_server_free(struct scamper_server *server)
{
	if (!server)
		return;
	while (server->peers)
		drop_peer(server, server->peers);
	close_listeners(server);
	if (server->dial)
		server->dial_ops->close(server->dial);
	free(server);
}

/* The name of the client's list, as scamper gives it: address and port, or
 * path and number. */
static void name_of(const struct listener *l, const struct sockaddr_storage *ss,
		    char name[160])
{
	const struct sockaddr_in *in = (const void *)ss;
	const struct sockaddr_in6 *in6 = (const void *)ss;
	char addr[INET6_ADDRSTRLEN] = "";

	if (l->path)
		snprintf(name, 160, "%s:%u", l->path, l->served);
	else if (ss->ss_family == AF_INET6)
		snprintf(name, 160, "[%s]:%u",
			 inet_ntop(AF_INET6, &in6->sin6_addr, addr,
				   sizeof(addr)),
			 ntohs(in6->sin6_port));
	else
		snprintf(name, 160, "%s:%u",
			 inet_ntop(AF_INET, &in->sin_addr, addr, sizeof(addr)),
			 ntohs(in->sin_port));
}

static void accept_one(struct scamper_server *server, struct listener *l)
{
	struct sockaddr_storage from = {0};
	socklen_t size = sizeof(from);
	int fd = accept(l->fd, (struct sockaddr *)&from, &size);
	struct peer *peer;
	char name[160];

	if (fd < 0)
		return; /* gone again */
	if (!l->path)
		server_tcp_options(fd);
	name_of(l, &from, name);
	l->served++;
	peer = calloc(1, sizeof(*peer));
	if (peer)
		peer->client =
			scamper_client_new(server->control, name, false, NULL);
	if (!peer || !peer->client) {
		free(peer);
		close(fd);
		return;
	}
	peer->fd = fd;
	peer->next = server->peers;
	server->peers = peer;
	server->peers_used++;
}

/* False: the peer is gone. */
static bool read_peer(struct peer *peer)
{
	char bytes[CHUNK];
	ssize_t n = recv(peer->fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (n > 0)
		scamper_client_receive(peer->client, bytes, (size_t)n);
	if (n == 0) {
		peer->eof = true;
		scamper_client_eof(peer->client);
	}
	return n >= 0 || errno == EAGAIN || errno == EINTR;
}

static bool write_peer(struct peer *peer)
{
	for (;;) {
		size_t len;
		const void *data = scamper_client_output(peer->client, &len);
		ssize_t n;

		if (len == 0)
			return true;
		n = send(peer->fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		scamper_client_sent(peer->client, (size_t)n);
	}
}

/*
 * What the client still sends is read after our end was sent: closing a socket
 * with bytes that were not read resets the connection, and our last words
 * would be lost (RFC 1122, 4.2.2.13).
 */
static bool say_goodbye(struct peer *peer, uint64_t now)
{
	if (!scamper_client_finished(peer->client))
		return true;
	if (peer->linger == 0) {
		peer->linger = now + LINGER_S * second;
		shutdown(peer->fd, SHUT_WR);
	}
	return !peer->eof && now < peer->linger;
}

/* Whether bytes are to be taken from it, or thrown away at the end. */
static bool readable(const struct peer *peer)
{
	return !peer->eof &&
	       (peer->linger || scamper_client_hungry(peer->client));
}

static void serve_peers(struct scamper_server *server, struct pollfd *fds,
			uint64_t now)
{
	struct peer *next;

	for (struct peer *p = server->peers; p; p = next, fds++) {
		bool alive = !(fds->revents & (POLLERR | POLLHUP | POLLNVAL));

		next = p->next;
		if (alive && (fds->revents & POLLIN))
			alive = read_peer(p);
		if (alive)
			alive = write_peer(p) && say_goodbye(p, now);
		if (!alive)
			drop_peer(server, p);
	}
}

/* The places of a turn: packets, peers, the controller, listeners. */
struct turn {
	struct pollfd fds[POSIX_FDS + MAX_PEERS + 1 + MAX_LISTENERS];
	unsigned int peers; /* index of the first */
	unsigned int dial;
	unsigned int listeners;
	unsigned int used;
	uint64_t deadline;
};

static void earlier(struct turn *turn, uint64_t deadline)
{
	if (deadline < turn->deadline)
		turn->deadline = deadline;
}

static void add_peers(struct turn *turn, struct scamper_server *server)
{
	for (struct peer *p = server->peers; p; p = p->next) {
		size_t len;

		scamper_client_output(p->client, &len);
		turn->fds[turn->used++] = (struct pollfd){
			.fd = p->fd,
			.events = (short)((readable(p) ? POLLIN : 0) |
					  (len ? POLLOUT : 0)),
		};
		if (p->linger)
			earlier(turn, p->linger);
	}
}

static void prepare(struct turn *turn, struct scamper_server *server,
		    struct scamper_posix *posix, struct scamper_engine *engine)
{
	turn->deadline = scamper_engine_next_deadline(engine);
	turn->used = scamper_posix_pollfds(posix, turn->fds, POSIX_FDS);
	turn->peers = turn->used;
	add_peers(turn, server);
	turn->dial = turn->used;
	if (server->dial)
		earlier(turn, server->dial_ops->wait(server->dial,
						     &turn->fds[turn->used++]));
	turn->listeners = turn->used;
	/* Others wait in the listen queue until somebody leaves. */
	for (unsigned int i = 0; i < server->listeners_used; i++)
		turn->fds[turn->used++] = (struct pollfd){
			.fd = server->peers_used < MAX_PEERS
				      ? server->listeners[i].fd
				      : -1,
			.events = POLLIN,
		};
}

static int wait_for_events(struct turn *turn, struct scamper_error *error)
{
	uint64_t now = scamper_posix_now();
	uint64_t left = turn->deadline > now ? turn->deadline - now : 0;
	struct timespec timeout = {.tv_sec = (time_t)(left / second),
				   .tv_nsec = (long)(left % second)};
	bool forever = turn->deadline == UINT64_MAX;

	if (ppoll(turn->fds, turn->used, forever ? NULL : &timeout, NULL) >= 0)
		return 0;
	if (errno != EINTR) {
		int rc = -errno;

		scamper_fail(error, ERR_WAIT,
			     "waiting for clients failed: %s. Allow the "
			     "program more open files and start it again.",
			     strerror(-rc));
		return rc;
	}
	for (unsigned int i = 0; i < turn->used; i++)
		turn->fds[i].revents = 0;
	return 0;
}

static int take_turn(struct scamper_server *server, struct scamper_posix *posix,
		     struct scamper_engine *engine, uint64_t until,
		     struct scamper_error *error)
{
	struct turn turn;
	uint64_t now;
	int rc;

	prepare(&turn, server, posix, engine);
	earlier(&turn, until);
	rc = wait_for_events(&turn, error);
	if (rc == 0)
		rc = scamper_posix_step(posix, engine, 0, error);
	if (rc)
		return rc;
	now = scamper_posix_now();
	serve_peers(server, turn.fds + turn.peers, now);
	if (server->dial)
		server->dial_ops->step(server->dial,
				       turn.fds[turn.dial].revents, now);
	for (unsigned int i = 0; i < server->listeners_used; i++)
		if (turn.fds[turn.listeners + i].revents & POLLIN)
			accept_one(server, &server->listeners[i]);
	return 0;
}

static bool busy(const struct scamper_server *server)
{
	return server->peers ||
	       (server->dial && !server->dial_ops->idle(server->dial));
}

int scamper_server_run(struct scamper_server *server,
		       struct scamper_posix *posix,
		       struct scamper_engine *engine, const volatile int *stop,
		       struct scamper_error *error)
{
	uint64_t deadline = UINT64_MAX;
	int rc = 0;

	while (rc == 0 && !(stop && *stop))
		rc = take_turn(server, posix, engine, deadline, error);
	close_listeners(server);
	scamper_control_stop(server->control);
	deadline = scamper_posix_now() + GOODBYE_S * second;
	while (rc == 0 && busy(server) && scamper_posix_now() < deadline)
		rc = take_turn(server, posix, engine, deadline, error);
	return rc;
}
