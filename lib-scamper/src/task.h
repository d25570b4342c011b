/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A task: one command on its way from the queue to its result.
 *
 * The engine moves tasks between its lists and calls the operations of their
 * kind; the operations say through task_ready(), task_wait() and
 * task_finish() what comes next. No operation does I/O.
 */
#ifndef SCAMPER_TASK_H
#define SCAMPER_TASK_H

#include "command.h"
#include "packet.h"

struct task;
struct lb;
struct dealias;
struct trace_modes;

/* A source and destination that a running task has for itself. */
struct task_way {
	struct task_way *hash_next; /* running ones of one hash value */
	struct task *task;
	struct scamper_addr src;
	struct scamper_addr dst;
};

struct task_list {
	struct task *head;
	struct task *tail;
};

enum task_state {
	TASK_QUEUED,     /* in its source's queue, or held back */
	TASK_READY,      /* in the engine's queue for a slot */
	TASK_WAIT_REPLY, /* deadline: the probe is given up */
	TASK_WAIT_SEND,  /* deadline: the next probe may go */
	TASK_FINISHED,
};

/* A probe that was sent; its index is its number, from 0. */
struct probe_log {
	uint64_t tx_ns;
	uint16_t ipid;
	uint8_t ttl;
	uint8_t attempt;
	uint8_t replies; /* stored so far */
	bool not_link;   /* tx_ns is not of the data link (-O dl) */
	uint16_t size;
};

struct task_ops {
	/* The first slot has come: note the start time. */
	void (*start)(struct task *task, uint64_t now);
	/* Describes the next probe. */
	void (*probe)(struct task *task, struct probe_spec *spec);
	/* It was sent: *log is the last entry of task->probes. */
	void (*sent)(struct task *task, const struct probe_log *log);
	/* The deadline of TASK_WAIT_REPLY has come. */
	void (*timeout)(struct task *task, uint64_t now);
	/* A packet that concerns this source and destination. */
	void (*reply)(struct task *task, const struct reply *reply);
	/* Ends the task before its time: an errno, or 0 when halted. */
	void (*stop)(struct task *task, int error);
	/* Frees what the operations keep in the task; may be NULL. */
	void (*release)(struct task *task);
};

extern const struct task_ops task_trace_ops;
extern const struct task_ops task_ping_ops;

/* -M: sizes between which the path MTU lies, and what is being tried. */
struct trace_pmtud {
	uint16_t fits;    /* the destination has answered this size */
	uint16_t too_big; /* this one did not get through */
	uint16_t size;    /* being tried */
	uint8_t attempt;  /* next one to send */
	uint8_t ttl;      /* 255, or of the search for the silent router */
	uint8_t note;     /* why sizes are being searched; 0: they are not */
	uint32_t first;   /* number of its first probe */
};

struct task {
	struct task *next; /* in the list named by `list` */
	struct task *prev;
	struct task_list *list;
	struct task *sibling_next; /* all tasks of the source */
	struct task *sibling_prev;
	struct task_list held; /* tasks waiting for this one to end */

	struct scamper_engine *engine;
	struct scamper_source *source;
	const struct task_ops *ops;
	struct command command;
	void *user;
	uint32_t id;           /* of the source */
	struct task_way *ways; /* all its ways; `way` when it is one */
	uint32_t ways_used;
	struct task_way way;
	uint8_t state; /* enum task_state */
	bool started;  /* ops->start was called */
	bool running;  /* counted in the window and in the hash */

	uint64_t deadline;
	uint32_t heap_index; /* from 1; 0: no timer */

	struct probe_log *probes;
	uint32_t probes_used;

	union {
		struct {
			uint8_t ttl;         /* being probed */
			uint8_t attempt;     /* next one to send */
			uint8_t loops;       /* counted so far */
			uint8_t stop_reason; /* -Q: what ends it .. */
			uint8_t stop_data;   /* .. after this TTL */
			bool lastditch;
			uint32_t lastditch_first; /* number of its probe */
			uint8_t answered[32];     /* one bit a TTL */
			bool backward;            /* doubletree */
			struct trace_window *window;
			struct trace_pmtud pmtud;
		} trace;
		struct {
			uint32_t answered;            /* probes with a reply */
			uint8_t options[OPTIONS_MAX]; /* of the next probe */
		} ping;
		struct lb *lb; /* tracelb */
		struct dealias *dealias;
	};
};

/* To be called by the operations; `when` is the time of the cause. */
void task_ready(struct task *task, uint64_t when);
void task_wait(struct task *task, enum task_state state, uint64_t deadline);
void task_finish(struct task *task);

/* Services of the engine for the operations. */
struct scamper_time task_wall(const struct task *task, uint64_t mono_ns);
uint64_t task_now(const struct task *task);
uint16_t task_random16(struct task *task);
bool task_ends_early(const struct task *task);
/* Only for commands that use modes: the engine has them then. */
const struct trace_modes *task_trace_modes(const struct task *task);
/* Octets that a packet towards the destination may have at our interface. */
uint16_t task_mtu(const struct task *task);

/*
 * Counts a reply to a probe before it is stored; `stored` are those of the
 * whole task. False when it is one too many and is to be dropped: duplicates
 * without end must neither fill the memory nor the 16-bit count of a record.
 */
bool task_count_reply(struct probe_log *log, uint32_t stored);

/* Receive time - send time in microseconds; 0 when the clock says less. */
uint32_t task_rtt(const struct probe_log *log, const struct reply *reply);

/* Lists; a task is in one list at most. */
void task_list_push(struct task_list *list, struct task *task);
void task_list_remove(struct task *task);
struct task *task_list_pop(struct task_list *list);

#endif
