/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sockets for <scamper/control.h>: listens for clients on TCP and, on Linux,
 * in the file system, and dials remote controllers.
 */
#ifndef SCAMPER_SERVER_H
#define SCAMPER_SERVER_H

#include <scamper/control.h>
#include <scamper/posix.h>

struct scamper_server;

/* `control` is not taken over. NULL with *error set: no memory. */
struct scamper_server *scamper_server_new(struct scamper_control *control,
					  struct scamper_error *error);
/* Closes all connections and removes the socket file. */
void scamper_server_free(struct scamper_server *server);

/* Where clients come from: one place by TCP and one in the file system. */
/* "PORT" of 127.0.0.1, or "ADDRESS:PORT" ("[2001:db8::1]:PORT"). False with
 * *error set. */
bool scamper_server_listen(struct scamper_server *server, const char *where,
			   struct scamper_error *error);
/* A socket in the file system; a file that a dead server left is replaced. */
bool scamper_server_listen_path(struct scamper_server *server, const char *path,
				struct scamper_error *error);
/*
 * What encrypts a dialled connection: an adapter of a TLS library, without
 * I/O of its own. `session` is what open() returned.
 */
struct scamper_tls {
	/* A client's session with `host`, whose certificate must be valid for
	 * that name; NULL: no memory, or no trusted certificates. */
	void *(*open)(const char *host);
	/* Bytes from the connection. False: see problem(). */
	bool (*feed)(void *session, const void *data, size_t len);
	/* The decrypted bytes of them: their number, 0: none (yet), or -1:
	 * see problem(). */
	long (*read)(void *session, void *data, size_t len);
	/* Takes bytes to be encrypted: how many, 0: not now, or -1. */
	long (*write)(void *session, const void *data, size_t len);
	/* Bytes for the connection, valid until the next call; `len` of them
	 * have left. */
	const void *(*output)(void *session, size_t *len);
	void (*sent)(void *session, size_t len);
	/* Why it failed. */
	const char *(*problem)(void *session);
	void (*close)(void *session);
};

/*
 * "HOST:PORT" of a controller. Connects when the server runs, and again and
 * again when that fails or the connection breaks: after 1 s, then twice as
 * long each time up to 60 s, and up to a quarter more. `log` gets a line for
 * each change of the connection's state; NULL: none. `tls`, which lives as long
 * as the server; NULL: the connection is plain. A server dials one controller.
 * False with *error set: no such place can be, no random bytes, no memory.
 */
bool scamper_server_dial(struct scamper_server *server, const char *where,
			 const struct scamper_tls *tls,
			 void (*log)(const struct scamper_error *notice),
			 struct scamper_error *error);

/*
 * Serves until *stop becomes non-zero (a signal handler may set it); then
 * clients get what their tasks have found so far, in two seconds at most. 0,
 * or a negative errno with *error set.
 */
int scamper_server_run(struct scamper_server *server,
		       struct scamper_posix *posix,
		       struct scamper_engine *engine, const volatile int *stop,
		       struct scamper_error *error);

#endif
