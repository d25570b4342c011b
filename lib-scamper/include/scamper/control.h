/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The control protocol (docs/scamper.md, "Control"): clients that speak lines
 * of text and get results, as bytes in and bytes out, without I/O.
 * <scamper/server.h> puts sockets around it.
 *
 * A client's bytes go into scamper_client_receive(), those for it come out of
 * scamper_client_output(); both also change when the engine is polled. All
 * calls come from the thread of the engine; none is made by the engine's
 * call-backs of others.
 */
#ifndef SCAMPER_CONTROL_H
#define SCAMPER_CONTROL_H

#include <scamper/engine.h>

struct scamper_control;
struct scamper_client;
struct scamper_remote;

struct scamper_control_options {
	struct scamper_engine *engine;
	const char *version;  /* as `get version` says it */
	const char *monitor;  /* in the lists; NULL: none */
	const char *hostname; /* in the cycles; NULL: none */
	uint32_t pid;
	/* Tasks that one client may have queued or running; further commands
	 * wait in its connection. 0: 1000. */
	uint32_t max_tasks;
	/* While more bytes than this wait for a client, no commands are taken
	 * from it. 0: 65536. */
	uint32_t max_output;
};

/* NULL with *error set: no memory. The texts are copied. */
struct scamper_control *scamper_control_new(
	const struct scamper_control_options *options,
	struct scamper_error *error);
/* Gives up all clients; to be freed before the engine. */
void scamper_control_free(struct scamper_control *control);
/* Ends all clients in peace: tasks are halted, results and cycle ends follow
 * from the next poll, and then each client is finished. */
void scamper_control_stop(struct scamper_control *control);

/*
 * A client has come. `name` names the list of its results. `attached`: it
 * starts in attached mode and is not told "OK" (as those of a remote
 * controller). NULL with *error set.
 */
struct scamper_client *scamper_client_new(struct scamper_control *control,
					  const char *name, bool attached,
					  struct scamper_error *error);
/* Gives the client up, and its tasks. NULL is allowed. */
void scamper_client_free(struct scamper_client *client);

/* False: enough bytes of it are waiting; it is not to be read from now. */
bool scamper_client_hungry(const struct scamper_client *client);
/* Bytes from the client; all are taken. */
void scamper_client_receive(struct scamper_client *client, const void *data,
			    size_t len);
/* The client will send nothing more: it is gone, its tasks are abandoned. What
 * was put out before, and the end of its cycle, may still be sent. */
void scamper_client_eof(struct scamper_client *client);

/* Bytes for the client: *len of them, valid until the next call. */
const void *scamper_client_output(struct scamper_client *client, size_t *len);
/* `len` bytes of them have left. */
void scamper_client_sent(struct scamper_client *client, size_t len);
/* Nothing more will come out: the connection is to be closed. */
bool scamper_client_finished(const struct scamper_client *client);

/*
 * Dial-in: one connection to a controller (sc_remoted) that carries several
 * clients. Messages not yet acknowledged are kept and sent again when the
 * connection broke and the controller still knows the session.
 */
enum {
	SCAMPER_REMOTE_MAGIC = 8,
	SCAMPER_REMOTE_ALIVE = 30, /* seconds between signs of life */
};

/* `magic` is the secret name of the session: random bytes. NULL with *error
 * set: no memory. */
struct scamper_remote *scamper_remote_new(
	struct scamper_control *control,
	const uint8_t magic[SCAMPER_REMOTE_MAGIC], struct scamper_error *error);
void scamper_remote_free(struct scamper_remote *remote);

/* A connection stands: the greeting is put out. */
void scamper_remote_connected(struct scamper_remote *remote);
/* Bytes from the controller. False: they are not of the protocol, or the
 * session is not known there any more; the connection is to be closed. */
bool scamper_remote_receive(struct scamper_remote *remote, const void *data,
			    size_t len);
/* The connection is gone; clients and their results wait for another. */
void scamper_remote_disconnected(struct scamper_remote *remote);
/* To be called each SCAMPER_REMOTE_ALIVE seconds of a connection. */
void scamper_remote_alive(struct scamper_remote *remote);
/* As for a client; the output of the clients is collected by this call. */
const void *scamper_remote_output(struct scamper_remote *remote, size_t *len);
void scamper_remote_sent(struct scamper_remote *remote, size_t len);
/* No client is left and everything was acknowledged. */
bool scamper_remote_idle(const struct scamper_remote *remote);

#endif
