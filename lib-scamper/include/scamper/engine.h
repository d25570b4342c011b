/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The probing engine: commands in, results out, without I/O of its own.
 *
 * Time and packets are inputs. Whoever drives the engine calls
 * scamper_engine_poll() when scamper_engine_next_deadline() has come, and
 * scamper_engine_receive() for each packet that arrived; probes leave through
 * the back end given at creation. <scamper/posix.h> has such a driver for raw
 * sockets; tests use a made-up clock and network.
 *
 * Times are nanoseconds of one monotonic clock (uint64_t). Records carry wall
 * time: monotonic time plus the offset of scamper_engine_set_wall_offset().
 *
 * The engine is not thread-safe: all calls come from one thread. Call-backs of
 * sources are made from scamper_engine_poll() only, and may call any function
 * of this header except scamper_engine_free(), _poll and _receive.
 */
#ifndef SCAMPER_ENGINE_H
#define SCAMPER_ENGINE_H

#include <scamper/error.h>
#include <scamper/observe.h>
#include <scamper/result.h>

struct scamper_engine;
struct scamper_source;

/* What the engine knows of a probe that it hands to the back end. */
struct scamper_probe {
	struct scamper_addr src;
	struct scamper_addr dst;
	uint8_t ttl;
	uint8_t proto; /* 1 ICMP (ICMPv6, too), 6 TCP, 17 UDP */
	uint16_t ipid;
	uint16_t size; /* of the packet, bytes */
	/* Another probe follows at once: the back end may hold this one back
	 * and send both in one burst. */
	bool more;
};

/* The engine's way out. `backend` is the pointer given at creation. */
struct scamper_backend {
	/*
	 * Sends one whole IPv4 or IPv6 packet (header in network order,
	 * checksum included). Puts the time of sending into *tx_ns. 0; 1: it
	 * is not the time at which the data link sent, though datalink() was
	 * called; or a negative errno: the task then ends with stop reason
	 * ERROR. What a back end holds back, it sends when
	 * scamper_engine_poll() returns.
	 */
	int (*send)(void *backend, const uint8_t *packet, size_t len,
		    const struct scamper_probe *probe, uint64_t *tx_ns);
	/*
	 * The source address towards a destination. 0 or a negative errno:
	 * the task then ends with stop reason ERROR.
	 */
	int (*source)(void *backend, const struct scamper_addr *dst,
		      struct scamper_addr *src);
	/*
	 * From now on a task may ask for packets and times of the data link
	 * (-O dl), with `fragments` (ping -M) for each packet as it arrives,
	 * whole or not. 0 or a negative errno: the command is refused. NULL:
	 * so are all such commands.
	 */
	int (*datalink)(void *backend, bool fragments);
	/*
	 * Asks for the host name of an address (trace -O ptr): the answer, if
	 * there is one, comes by scamper_engine_named(). With NULL: whether
	 * there is somebody to ask. 0 or a negative errno: the command is
	 * refused. NULL: so are all such commands.
	 */
	int (*resolve)(void *backend, const struct scamper_addr *addr);
	/* The MTU of the interface with that source address, 0: unknown.
	 * NULL: 1500 is assumed. */
	unsigned int (*mtu)(void *backend, const struct scamper_addr *src);
};

struct scamper_features;

/* tracelb, dealias, ping -M, and the rarer modes of a trace (-c, -M, -N, -O
 * ptr, -z, -Z): linked only into programs that name them. */
extern const struct scamper_features scamper_all_features;

struct scamper_engine_options {
	uint32_t pps;    /* probes a second, 1..10000; 0: 20 */
	uint32_t window; /* tasks at a time; 0: no limit */
	/* A ping ends when each of its probes is answered, instead of only
	 * when the wait after the last probe is over. */
	bool ping_ends_early;
	/* Default probe ids are made from it: trace 0x8000 + pid mod 0x8000,
	 * ping pid mod 0x10000. */
	uint32_t pid;
	uint32_t seed; /* of the IP ids of pings */
	/* &scamper_all_features, or NULL: commands that need them are
	 * refused. */
	const struct scamper_features *features;
	const struct scamper_backend *ops;
	void *backend;
	struct scamper_observer *observer; /* NULL: nobody looks on */
};

/* Call-backs of a source; each may be NULL. `user` is the source's. */
struct scamper_source_ops {
	/*
	 * A credit: one more command is welcome. Given once after the source
	 * was opened, and each time a task has been taken for probing, or was
	 * halted before, and the source has no other command queued. A refused
	 * command does not use up its credit.
	 */
	void (*more)(struct scamper_source *source, void *user);
	/*
	 * Task `id` is over. The callee owns `result` and gives it back with
	 * scamper_result_free(). NULL: no memory for it.
	 */
	void (*done)(struct scamper_source *source, void *user, uint32_t id,
		     void *task_user, struct scamper_result *result);
};

struct scamper_source_options {
	const char *list_name;  /* NULL: "default" */
	const char *list_descr; /* NULL: as list_name; "": none */
	const char *monitor;    /* NULL: none */
	const char *hostname;   /* of the cycle; NULL: none */
	uint32_t list_id;
	uint32_t cycle_id;
	uint32_t start_sec; /* cycle start, Unix time */
	/* Commands taken from this source for each one of a source with
	 * priority 1, while both have some; 1..100000, 0: 1. */
	uint32_t priority;
	struct scamper_source_ops ops;
	void *user;
};

/* NULL with *error set: an option out of range, or no memory. */
struct scamper_engine *scamper_engine_new(
	const struct scamper_engine_options *options,
	struct scamper_error *error);
/* Frees the engine, its sources and tasks; no call-back is made. */
void scamper_engine_free(struct scamper_engine *engine);

/* wall clock = monotonic clock + offset, both in nanoseconds. */
void scamper_engine_set_wall_offset(struct scamper_engine *engine,
				    int64_t offset_ns);

/* Where commands come from; freed by the engine or scamper_source_close(). The
 * options and their texts are copied. NULL with *error set: no memory. */
struct scamper_source *scamper_source_open(
	struct scamper_engine *engine,
	const struct scamper_source_options *options,
	struct scamper_error *error);

/* The list and cycle of a source, for writers; no reference is given. */
struct scamper_list *scamper_source_list(struct scamper_source *source);
struct scamper_cycle *scamper_source_cycle(struct scamper_source *source);

/*
 * Queues one command, e.g. "trace -P icmp-paris -g 5 192.0.2.1" or
 * "ping -c 1 192.0.2.1" (docs/scamper.md). A line feed at its end is allowed.
 * Returns the task's id (1, 2, .. for each source), or 0 with *error set and
 * nothing changed.
 */
uint32_t scamper_source_submit(struct scamper_source *source,
			       const char *command, void *task_user,
			       struct scamper_error *error);

/*
 * The same for a program that has values instead of words: a new record, as
 * scamper_trace_command() or scamper_ping_command() gives it, with its
 * destination and what the options would say. Ports, ids and size are filled
 * in. `text` is for observers. The record is the engine's, accepted or not.
 */
uint32_t scamper_source_submit_trace(struct scamper_source *source,
				     struct scamper_trace *trace,
				     const char *text, void *task_user,
				     struct scamper_error *error);
uint32_t scamper_source_submit_ping(struct scamper_source *source,
				    struct scamper_ping *ping, const char *text,
				    void *task_user,
				    struct scamper_error *error);

/* A record whose parameters are those of a command without options; NULL: no
 * memory. */
struct scamper_trace *scamper_trace_command(void);
struct scamper_ping *scamper_ping_command(void);

/*
 * Stops a task; its `done` follows from the next poll with stop reason
 * HALTED. False with *error set when there is no such task or it is over.
 */
bool scamper_source_halt(struct scamper_source *source, uint32_t id,
			 struct scamper_error *error);

/* Says that no command follows: the source ends with its last task. */
void scamper_source_no_more_commands(struct scamper_source *source);

/*
 * Gives a source up, e.g. because its client is gone: no call-back is made
 * for it any more, its tasks are abandoned, and the next poll frees it.
 */
void scamper_source_close(struct scamper_source *source);

/* Tasks of a source that are queued or running. */
uint32_t scamper_source_pending(const struct scamper_source *source);

/* True when each source was told "no more commands" and has no task left. */
bool scamper_engine_finished(const struct scamper_engine *engine);

/* When to call scamper_engine_poll() next; UINT64_MAX: nothing to wait for
 * but packets and commands. */
uint64_t scamper_engine_next_deadline(const struct scamper_engine *engine);

/*
 * Does what is due at `now`: call-backs, time-outs, probes. Of a long backlog
 * of probes only a part; the next deadline is then not after `now`.
 */
void scamper_engine_poll(struct scamper_engine *engine, uint64_t now);

/*
 * One packet that arrived, from its IP header on, at time rx_ns. `stamp` says
 * who took the time, and which tasks the packet is for. Call
 * scamper_engine_poll() after the packets at hand have been given. False: it is
 * not for a running task and was ignored, whatever its bytes.
 */
bool scamper_engine_receive(struct scamper_engine *engine,
			    const uint8_t *packet, size_t len, uint64_t rx_ns,
			    enum scamper_stamp stamp);

/* The host name of an address, as resolve() of the back end asked for: hops of
 * running traces with -O ptr get it. */
void scamper_engine_named(struct scamper_engine *engine,
			  const struct scamper_addr *addr, const char *name);

/* Probes really sent so far. */
uint64_t scamper_engine_probes_sent(const struct scamper_engine *engine);

/* Settings of a running engine, as in its options; pps 0 is out of range.
 * False: out of range, nothing changed. */
uint32_t scamper_engine_pps(const struct scamper_engine *engine);
bool scamper_engine_set_pps(struct scamper_engine *engine, uint32_t pps);
uint32_t scamper_engine_window(const struct scamper_engine *engine);
void scamper_engine_set_window(struct scamper_engine *engine, uint32_t window);
/* Tasks started and not finished: what the window limits. */
uint32_t scamper_engine_running(const struct scamper_engine *engine);
/* The wall clock at the last poll, in seconds of Unix time. */
uint32_t scamper_engine_wall_sec(const struct scamper_engine *engine);

#endif
