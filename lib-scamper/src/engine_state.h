/* SPDX-License-Identifier: BSD-3-Clause */
/* The inside of the engine, shared by its files. */
#ifndef SCAMPER_ENGINE_STATE_H
#define SCAMPER_ENGINE_STATE_H

#include <scamper/engine.h>

#include "features.h"
#include "task.h"

enum { HASH_SIZE = 256, MAX_PPS = 10000 };

struct scamper_source {
	struct scamper_source *next;
	struct scamper_engine *engine;
	struct scamper_source_ops ops;
	void *user;
	struct scamper_list *list;
	struct scamper_cycle *cycle;
	struct task_list queue; /* commands not yet taken */
	struct task *tasks;     /* all that are not delivered */
	uint32_t pending;       /* their number */
	uint32_t last_id;
	bool credit_due; /* `more` without a task that is taken */
	bool closed;     /* no more commands */
	bool gone;       /* to be freed by the next poll */
	uint32_t number; /* of its opening, from 1 */
	uint32_t priority;
	uint32_t served; /* commands taken in this turn */
};

struct scamper_engine {
	struct scamper_engine_options options;
	int64_t wall_offset;
	struct scamper_source *sources;
	struct scamper_source *turn; /* the source to take from next */
	uint32_t sources_opened;
	struct task_list ready;
	struct task_list finished; /* results to deliver */
	struct task_way *hash[HASH_SIZE];
	struct task **heap; /* timers; index from 1 */
	uint32_t heap_used;
	uint32_t heap_room;
	uint32_t tasks;   /* not freed */
	uint32_t running; /* taken and not finished */
	uint32_t random;
	uint64_t probes_sent;

	/* Scheduler (scamper.md section 5). */
	uint64_t now;      /* of the last poll or receive */
	uint64_t interval; /* 1/pps in ns */
	uint64_t next_slot;
	uint64_t max_late; /* missed slots that are made up for, in ns */
	bool idle;         /* nothing was waiting for a slot */

	struct stop_set *stop_sets; /* of doubletree */

	uint8_t *packet; /* room for one probe */
	size_t packet_room;
};

/* engine.c: pps is 1..MAX_PPS. */
void engine_set_rate(struct scamper_engine *engine, uint32_t pps);
/* Tells the observers; does nothing when nobody looks on. */
#define engine_tell(engine, ...)                                               \
	((engine)->options.observer                                            \
		 ? engine_tell_all((engine),                                   \
				   &(struct scamper_event){__VA_ARGS__})       \
		 : (void)0)
void engine_tell_all(const struct scamper_engine *engine,
		     const struct scamper_event *event);

/* timer.c: the heap of deadlines. Room is made when a task is created, so
 * that setting a timer cannot fail. */
bool timer_reserve(struct scamper_engine *engine, uint32_t tasks);
void timer_set(struct scamper_engine *engine, struct task *task,
	       uint64_t deadline);
void timer_clear(struct scamper_engine *engine, struct task *task);
/* The task with the earliest deadline, or NULL. */
struct task *timer_first(const struct scamper_engine *engine);

/* source.c */
/* Tells the observers what was done with a source. */
void source_tell(const struct scamper_source *source,
		 enum scamper_event_type type, uint32_t id, const char *text);
/* The next command in turn, taken out of its queue; NULL: none. */
struct task *source_take(struct scamper_engine *engine);
bool source_waiting(const struct scamper_engine *engine);
/* Frees the sources that were closed. */
void source_reap(struct scamper_engine *engine);
void source_free_all(struct scamper_engine *engine);
/* Gives the result of a finished task to its source and frees the task. */
void source_deliver(struct task *task);
void source_free_task(struct task *task);

/* schedule.c */
/* True when a slot could be used: a task is ready or may be taken. */
bool schedule_has_work(const struct scamper_engine *engine);
/* Uses the slots up to `now`, some at a time. */
void schedule_run(struct scamper_engine *engine, uint64_t now);
/* Finds out the source addresses of a task; 0 or a negative errno. */
int schedule_find_ways(struct task *task);
/* Takes a task out of everything that refers to it, as if it had ended. */
void schedule_forget(struct task *task);
/* Ways of running tasks to a destination, in one chain with others. */
struct task_way *schedule_bucket(struct scamper_engine *engine,
				 const struct scamper_addr *dst);

#endif
