/* SPDX-License-Identifier: BSD-3-Clause */
/* What sched.c and waitq.c share. All of it needs interrupts off. */
#ifndef UKSCHED_INTERNAL_H
#define UKSCHED_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uk/sched.h>

struct uk_thread {
	uintptr_t sp; /* while it does not run */
	uintptr_t fs_base;
	struct uk_thread *next;       /* in the queue of runnable threads */
	struct uk_thread *timer_next; /* in the list of deadlines */
	uint64_t deadline;
	bool runnable; /* runs or stands in the queue */
	bool timed;    /* stands in the list of deadlines */
	bool wake;     /* woken since it last blocked */
	const char *name;
	void *stack; /* above the guard page */
	size_t stack_bytes;
	void *private;
	void (*on_exit)(void *);
	void *on_exit_arg;
	void (*entry)(void *);
	void *arg;
};

/* Remembers the wake-up and makes the thread runnable. */
void uk_sched_wake(struct uk_thread *t);

/* Blocks the current thread until a wake-up (0) or @deadline (-ETIMEDOUT). */
int uk_sched_block(uint64_t deadline);

#endif
