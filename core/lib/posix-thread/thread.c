/* SPDX-License-Identifier: BSD-3-Clause */
/* POSIX records of threads: creation, numbers, end. */
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/posix_thread.h>
#include <uk/syscall.h>
#include <uk/time.h>

#ifndef ESRCH
#define ESRCH 3
#endif

#define MAIN_TID 1

struct start {
	void (*fn)(void *);
	void *arg;
};

/* The first thread that asks is that of main. */
static struct uk_posix_thread main_record = {.tid = MAIN_TID};
static bool main_taken;
static struct uk_posix_thread *threads;
static int last_tid = MAIN_TID;

static int next_tid(void)
{
	do {
		last_tid = last_tid < INT32_MAX ? last_tid + 1 : MAIN_TID + 1;
	} while (uk_posix_thread_find(last_tid));
	return last_tid;
}

static void remove_record(void *arg)
{
	struct uk_posix_thread **at = &threads;

	while (*at != arg)
		at = &(*at)->next;
	*at = (*at)->next;
	uk_free(arg);
}

static void attach(struct uk_posix_thread *pt, struct uk_thread *thread)
{
	pt->next = threads;
	threads = pt;
	*uk_thread_private(thread) = pt;
	if (pt != &main_record)
		uk_thread_on_exit(thread, remove_record, pt);
}

static struct uk_posix_thread *new_record(void)
{
	struct uk_posix_thread *pt;

	if (!main_taken) {
		main_taken = true;
		return &main_record;
	}
	pt = uk_calloc(1, sizeof(*pt));
	if (pt)
		pt->tid = next_tid();
	return pt;
}

struct uk_posix_thread *uk_posix_thread_self(void)
{
	struct uk_thread *thread = uk_thread_current();
	struct uk_posix_thread *pt = *uk_thread_private(thread);

	if (!pt) {
		pt = new_record();
		if (pt)
			attach(pt, thread);
	}
	return pt;
}

struct uk_posix_thread *uk_posix_thread_find(int tid)
{
	struct uk_posix_thread *pt = threads;

	while (pt && pt->tid != tid)
		pt = pt->next;
	return pt;
}

static void run(void *p)
{
	struct start start = *(struct start *)p;

	uk_free(p);
	start.fn(start.arg);
}

int uk_posix_thread_create(void (*fn)(void *), void *arg, size_t stack_bytes,
			   uintptr_t tls, int *clear_tid)
{
	struct uk_posix_thread *pt = uk_calloc(1, sizeof(*pt));
	struct start *start = uk_malloc(sizeof(*start));
	struct uk_thread *thread = NULL;

	if (pt && start) {
		start->fn = fn;
		start->arg = arg;
		thread = uk_thread_create_tls("pthread", run, start,
					      stack_bytes, tls);
	}
	if (!thread) {
		uk_free(start);
		uk_free(pt);
		return -EAGAIN;
	}
	pt->tid = next_tid();
	pt->clear_tid = clear_tid;
	attach(pt, thread);
	return pt->tid;
}

void uk_posix_thread_set_data(void *data)
{
	struct uk_posix_thread *self = uk_posix_thread_self();

	if (self)
		self->data = data;
}

void *uk_posix_thread_data(void)
{
	struct uk_posix_thread *self = uk_posix_thread_self();

	return self ? self->data : NULL;
}

int uk_posix_thread_interrupt(int tid)
{
	struct uk_posix_thread *pt = uk_posix_thread_find(tid);

	if (!pt)
		return -ESRCH;
	pt->interrupted = true;
	uk_waitq_wake_all(&pt->interrupt_q);
	return 0;
}

UK_SYSCALL_R_DEFINE(int, gettid)
{
	struct uk_posix_thread *self = uk_posix_thread_self();

	return self ? self->tid : -ENOMEM;
}

UK_SYSCALL_R_DEFINE(int, set_tid_address, int *, addr)
{
	struct uk_posix_thread *self = uk_posix_thread_self();

	if (!self)
		return -ENOMEM;
	self->clear_tid = addr;
	return self->tid;
}

/* Robust lists are walked by the C library itself when a thread ends. */
UK_SYSCALL_R_DEFINE(int, set_robust_list, void *, head, size_t, len)
{
	(void)head;
	(void)len;
	return 0;
}

static bool never(void *arg)
{
	(void)arg;
	return false;
}

/*
 * exit(2) ends the calling thread. The first thread cannot leave its stack:
 * it sleeps until exit_group(2) of the last thread ends the guest.
 */
UK_SYSCALL_R_DEFINE(int, exit, int, status)
{
	static struct uk_waitq for_ever = UK_WAITQ_INITIALIZER;
	struct uk_posix_thread *self = uk_posix_thread_self();

	(void)status;
	if (self && self->clear_tid) {
		*self->clear_tid = 0;
		uk_futex_wake(self->clear_tid, 1);
		self->clear_tid = NULL;
	}
	if (self == &main_record)
		uk_waitq_wait_until(&for_ever, UK_TIME_NEVER, never, NULL);
	uk_thread_exit();
}
