/* SPDX-License-Identifier: BSD-3-Clause */
/* The connection to a controller: dialled, watched, dialled again. */
#define _GNU_SOURCE /* getaddrinfo(), getrandom() */
#include "control_server.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "control_where.h"
#include "fail.h"

enum {
	FIRST_PAUSE_S = 1,
	LONGEST_PAUSE_S = 60,
	SILENCE_S = 90,
	FULL = 1 << 20, /* bytes that wait for the controller */
};

static const uint64_t second = UINT64_C(1000000000);

struct dial {
	struct scamper_remote *remote;
	const struct scamper_tls *tls; /* NULL: plain */
	void *session;                 /* of tls, while connected */
	void (*log)(const struct scamper_error *notice);
	struct where where;
	char shown[80]; /* where, as given */
	struct addrinfo *found;
	struct addrinfo *address; /* to be tried next */
	int fd;                   /* -1: none */
	bool connected;
	unsigned int pause; /* seconds, before the next attempt */
	/* When to dial; of a connection: to give it up if nothing comes. */
	uint64_t deadline;
	uint64_t alive_at; /* next sign of life to send */
};

static void tell(struct dial *dial, unsigned int code, const char *format,
		 const char *reason)
{
	struct scamper_error notice = {0};

	if (!dial->log)
		return;
	scamper_fail(&notice, code, format, dial->shown, reason);
	dial->log(&notice);
}

static void close_connection(struct dial *dial)
{
	if (dial->fd >= 0)
		close(dial->fd);
	dial->fd = -1;
	if (dial->session)
		dial->tls->close(dial->session);
	dial->session = NULL;
}

static void hang_up(struct dial *dial, uint64_t now, const char *reason)
{
	/* Nobody else is to dial in the same rhythm. */
	uint64_t wait = dial->pause * second;

	if (dial->connected)
		tell(dial, ERR_LOST,
		     "the connection to %s is lost: %s. It is dialled again; "
		     "results are kept.",
		     reason);
	else
		tell(dial, ERR_CONTROLLER,
		     "cannot reach the controller at %s: %s. It is dialled "
		     "again; check that sc_remoted runs there.",
		     reason);
	/* Only now: the reason may be the session's. */
	close_connection(dial);
	dial->connected = false;
	scamper_remote_disconnected(dial->remote);
	dial->deadline = now + wait + (wait / 4) * (now % 256) / 256;
	dial->pause *= 2;
	if (dial->pause > LONGEST_PAUSE_S)
		dial->pause = LONGEST_PAUSE_S;
}

/* Asks for addresses when there are none left to try; NULL or a reason. */
static const char *look_up(struct dial *dial)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	int rc;

	if (dial->address)
		return NULL;
	if (dial->found)
		freeaddrinfo(dial->found);
	dial->found = NULL;
	rc = getaddrinfo(dial->where.host, dial->where.port, &hints,
			 &dial->found);
	if (rc)
		return gai_strerror(rc);
	dial->address = dial->found;
	return NULL;
}

static void start(struct dial *dial, uint64_t now)
{
	const char *problem = look_up(dial);
	const struct addrinfo *to = dial->address;

	if (problem) {
		hang_up(dial, now, problem);
		return;
	}
	dial->address = to->ai_next;
	dial->deadline = now + SILENCE_S * second;
	dial->fd = socket(to->ai_family, SOCK_STREAM, 0);
	if (dial->fd < 0 || fcntl(dial->fd, F_SETFL, O_NONBLOCK) < 0) {
		hang_up(dial, now, strerror(errno));
		return;
	}
	server_tcp_options(dial->fd);
	if (connect(dial->fd, to->ai_addr, to->ai_addrlen) < 0 &&
	    errno != EINPROGRESS)
		hang_up(dial, now, strerror(errno));
}

static void finish_connecting(struct dial *dial, uint64_t now)
{
	int error = 0;
	socklen_t size = sizeof(error);

	if (getsockopt(dial->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
		error = errno;
	if (error) {
		hang_up(dial, now, strerror(error));
		return;
	}
	if (dial->tls) {
		dial->session = dial->tls->open(dial->where.host);
		if (!dial->session) {
			hang_up(dial, now, "TLS cannot be set up");
			return;
		}
	}
	dial->connected = true;
	dial->alive_at = now + SCAMPER_REMOTE_ALIVE * second;
	dial->deadline = now + SILENCE_S * second;
	scamper_remote_connected(dial->remote);
}

/* Bytes as they came by the connection. NULL, or what is wrong with them. */
static const char *take(struct dial *dial, const void *data, size_t len)
{
	static const char forgotten[] = "it has forgotten the session";
	char plain[CHUNK];
	long n;

	if (!dial->tls)
		return scamper_remote_receive(dial->remote, data, len)
			       ? NULL
			       : forgotten;
	if (!dial->tls->feed(dial->session, data, len))
		return dial->tls->problem(dial->session);
	while ((n = dial->tls->read(dial->session, plain, sizeof(plain))) > 0)
		if (!scamper_remote_receive(dial->remote, plain, (size_t)n))
			return forgotten;
	return n < 0 ? dial->tls->problem(dial->session) : NULL;
}

static void read_controller(struct dial *dial, uint64_t now)
{
	char bytes[CHUNK];
	ssize_t n = recv(dial->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	const char *problem;

	if (n > 0) {
		dial->deadline = now + SILENCE_S * second;
		problem = take(dial, bytes, (size_t)n);
		if (problem)
			hang_up(dial, now, problem);
		else
			dial->pause = FIRST_PAUSE_S;
	} else if (n == 0) {
		hang_up(dial, now, "it was closed");
	} else if (errno != EAGAIN && errno != EINTR) {
		hang_up(dial, now, strerror(errno));
	}
}

/* What is to be sent by the connection. */
static const void *output(struct dial *dial, size_t *len)
{
	const void *data = scamper_remote_output(dial->remote, len);

	if (!dial->tls)
		return data;
	while (*len) {
		long n = dial->tls->write(dial->session, data, *len);

		if (n <= 0)
			break; /* a failure shows when we read */
		scamper_remote_sent(dial->remote, (size_t)n);
		data = scamper_remote_output(dial->remote, len);
	}
	return dial->tls->output(dial->session, len);
}

static void write_controller(struct dial *dial, uint64_t now)
{
	for (;;) {
		size_t len;
		const void *data = output(dial, &len);
		ssize_t n;

		if (len == 0)
			return;
		n = send(dial->fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0) {
			if (errno != EAGAIN && errno != EINTR)
				hang_up(dial, now, strerror(errno));
			return;
		}
		if (dial->tls)
			dial->tls->sent(dial->session, (size_t)n);
		else
			scamper_remote_sent(dial->remote, (size_t)n);
	}
}

static uint64_t dial_wait(struct dial *dial, struct pollfd *fd)
{
	size_t len = 1; /* while connecting: until it can be written to */

	if (dial->connected)
		output(dial, &len);
	*fd = (struct pollfd){
		.fd = dial->fd,
		/* Who reads nothing is not read: acknowledgements would pile
		 * up. */
		.events = (short)((dial->connected && len < FULL ? POLLIN : 0) |
				  (len ? POLLOUT : 0)),
	};
	return dial->connected && dial->alive_at < dial->deadline
		       ? dial->alive_at
		       : dial->deadline;
}

static void dial_step(struct dial *dial, short events, uint64_t now)
{
	if (dial->fd < 0) {
		if (now >= dial->deadline)
			start(dial, now);
		return;
	}
	if (now >= dial->deadline) {
		hang_up(dial, now, "nothing came for 90 seconds");
		return;
	}
	if (!dial->connected) {
		if (events)
			finish_connecting(dial, now);
		return;
	}
	if (now >= dial->alive_at) {
		dial->alive_at = now + SCAMPER_REMOTE_ALIVE * second;
		scamper_remote_alive(dial->remote);
	}
	if (events & (POLLIN | POLLERR | POLLHUP))
		read_controller(dial, now);
	if (dial->connected)
		write_controller(dial, now);
}

static bool dial_idle(const struct dial *dial)
{
	return scamper_remote_idle(dial->remote);
}

static void dial_close(struct dial *dial)
{
	close_connection(dial);
	if (dial->found)
		freeaddrinfo(dial->found);
	scamper_remote_free(dial->remote);
	free(dial);
}

static const struct dial_ops dial_ops = {
	.wait = dial_wait,
	.step = dial_step,
	.idle = dial_idle,
	.close = dial_close,
};

bool scamper_server_dial(struct scamper_server *server, const char *where,
			 const struct scamper_tls *tls,
			 void (*log)(const struct scamper_error *notice),
			 struct scamper_error *error)
{
	struct dial *dial = calloc(1, sizeof(*dial));
	uint8_t magic[SCAMPER_REMOTE_MAGIC];

	if (!dial) {
		scamper_fail_memory(error);
		return false;
	}
	dial->fd = -1;
	dial->tls = tls;
	dial->log = log;
	dial->pause = FIRST_PAUSE_S;
	strncpy(dial->shown, where, sizeof(dial->shown) - 1);
	if (!where_parse(where, NULL, &dial->where)) {
		free(dial);
		scamper_fail(error, ERR_WHERE,
			     "'%.80s' is no controller. Write HOST:PORT or "
			     "[ADDRESS]:PORT.",
			     where);
		return false;
	}
	if (getrandom(magic, sizeof(magic), 0) == (ssize_t)sizeof(magic))
		dial->remote =
			scamper_remote_new(server->control, magic, error);
	else
		scamper_fail(error, ERR_RANDOM,
			     "the system gives no random bytes: %s. Use a "
			     "system that has some.",
			     strerror(errno));
	if (!dial->remote) {
		free(dial);
		return false;
	}
	server->dial = dial;
	server->dial_ops = &dial_ops;
	return true;
}
