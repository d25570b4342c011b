/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Back end of the engine for POSIX raw sockets: Linux, and the guest with
 * lwIP (same code). Needs the right to open raw sockets.
 */
#ifndef SCAMPER_POSIX_H
#define SCAMPER_POSIX_H

#include <scamper/engine.h>

struct scamper_posix;

/* Opens the sockets for probes of IPv4 with ICMP and UDP. NULL with *error set.
 */
struct scamper_posix *scamper_posix_open(struct scamper_error *error);
/*
 * Opens those for all probes too: answers by TCP and UDP, and IPv6 where the
 * machine has it. Without it such probes end with an error. False with *error
 * set: the back end is to be closed.
 */
bool scamper_posix_open_all(struct scamper_posix *posix,
			    struct scamper_error *error);
/*
 * Linux: tasks may ask for packets and times of the data link (-O dl), ping for
 * fragments (-M); the sockets for it are opened by the first that does. Without
 * it such commands are refused.
 */
void scamper_posix_allow_datalink(struct scamper_posix *posix);
/*
 * Lets traces ask for the names of hops (-O ptr): the name server with that
 * address, NULL: the first one of /etc/resolv.conf. Without it, or when there
 * is none, such commands are refused. False with *error set: no address.
 */
bool scamper_posix_resolve(struct scamper_posix *posix, const char *server,
			   struct scamper_error *error);
void scamper_posix_close(struct scamper_posix *posix);

/* For struct scamper_engine_options: ops = &scamper_posix_backend, backend =
 * what scamper_posix_open() returned. */
extern const struct scamper_backend scamper_posix_backend;

struct pollfd;
/*
 * For loops that wait for more than packets: fills in the sockets on which
 * scamper_posix_step() has something to do when they are readable, `room` at
 * most, and returns their number (9 at most).
 */
unsigned int scamper_posix_pollfds(const struct scamper_posix *posix,
				   struct pollfd *fds, unsigned int room);

/* CLOCK_MONOTONIC in nanoseconds, the engine's clock. */
uint64_t scamper_posix_now(void);
/* CLOCK_REALTIME - CLOCK_MONOTONIC in nanoseconds, for
 * scamper_engine_set_wall_offset(). */
int64_t scamper_posix_wall_offset(void);

/*
 * Runs the engine until scamper_engine_finished() or *stop becomes non-zero
 * (`stop` may be NULL; a signal handler may set it). 0, or a negative errno
 * with *error set.
 */
int scamper_posix_run(struct scamper_posix *posix,
		      struct scamper_engine *engine, const volatile int *stop,
		      struct scamper_error *error);

/*
 * One turn of that loop: waits for packets until the engine's next deadline,
 * `until_ns` or a packet, whichever is first, then polls the engine.
 */
int scamper_posix_step(struct scamper_posix *posix,
		       struct scamper_engine *engine, uint64_t until_ns,
		       struct scamper_error *error);

#endif
