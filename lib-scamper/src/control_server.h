/* SPDX-License-Identifier: BSD-3-Clause */
/* The inside of the server, shared by its files. */
#ifndef SCAMPER_CONTROL_SERVER_H
#define SCAMPER_CONTROL_SERVER_H

#include <poll.h>
#include <scamper/server.h>

enum { MAX_LISTENERS = 2, MAX_PEERS = 64, CHUNK = 4096 };

struct dial;

/* What the server knows of its dialled connection, when there is one. */
struct dial_ops {
	/* What to wait for; the returned time is when to call step() at the
	 * latest. */
	uint64_t (*wait)(struct dial *dial, struct pollfd *fd);
	void (*step)(struct dial *dial, short events, uint64_t now);
	/* Whether everything has reached the controller. */
	bool (*idle)(const struct dial *dial);
	void (*close)(struct dial *dial);
};

struct listener {
	int fd;
	char *path;          /* NULL: TCP */
	unsigned int served; /* clients so far */
};

/* The connection of a client. */
struct peer {
	struct peer *next;
	int fd;
	struct scamper_client *client;
	bool eof;        /* it sends nothing more */
	uint64_t linger; /* its end was sent; the time to close; 0: not yet */
};

struct scamper_server {
	struct scamper_control *control;
	struct listener listeners[MAX_LISTENERS];
	unsigned int listeners_used;
	struct peer *peers;
	unsigned int peers_used;
	const struct dial_ops *dial_ops;
	struct dial *dial;
};

/* Lines are sent at once; a peer that vanished is noticed. */
void server_tcp_options(int fd);

enum {
	ERR_LISTEN = 5060,
	ERR_WHERE = 5061,
	ERR_WAIT = 5062,
	ERR_CONTROLLER = 5063,
	ERR_LOST = 5064,
	ERR_RANDOM = 5065,
};

#endif
