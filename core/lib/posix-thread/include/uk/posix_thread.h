/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What POSIX adds to a thread of the core: a number, an address to clear when
 * it ends, and waits that another thread can interrupt (signals, pthread
 * cancellation). All functions must be called from a thread.
 */
#ifndef UK_POSIX_THREAD_H
#define UK_POSIX_THREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uk/sched.h>
#include <uk/waitq.h>

struct uk_posix_thread {
	/** Number; the thread of main is 1. */
	int tid;
	/** set_tid_address(2): set to 0 and woken as a futex at the end. */
	int *clear_tid;
	/** Set by uk_posix_thread_interrupt(), taken by a wait. */
	bool interrupted;
	/** Woken together with interrupted. */
	struct uk_waitq interrupt_q;
	/** Of posix-process: bit n - 1 stands for signal n. */
	uint64_t sig_blocked, sig_pending;
	/** Of the C library. */
	void *data;
	struct uk_posix_thread *next;
};

/**
 * The record of the running thread, made at its first use; NULL only if
 * there is no memory for it.
 */
struct uk_posix_thread *uk_posix_thread_self(void);

/** The record of a thread that has not ended, or NULL. */
struct uk_posix_thread *uk_posix_thread_find(int tid);

/**
 * Starts fn(arg) in a new thread; it must end by the system call exit.
 *
 * @param stack_bytes	0 for the default
 * @param tls		thread pointer
 * @param clear_tid	see struct uk_posix_thread; may be NULL
 * @return the new thread's number, or -EAGAIN
 */
int uk_posix_thread_create(void (*fn)(void *), void *arg, size_t stack_bytes,
			   uintptr_t tls, int *clear_tid);

/** One pointer of the C library, per thread. */
void uk_posix_thread_set_data(void *data);
void *uk_posix_thread_data(void);

/**
 * Makes the running or next interruptible wait of a thread fail with -EINTR.
 *
 * @return 0, or -ESRCH
 */
int uk_posix_thread_interrupt(int tid);

/** Runs pending signal handlers of the running thread (posix-process). */
void uk_posix_signal_deliver(void);

/**
 * True once for each interruption of the running thread; signal handlers
 * have run then.
 */
bool uk_posix_interrupted(void);

/**
 * Waits like uk_waitq_wait_until(), but can be interrupted.
 *
 * @param q	may be NULL: only the deadline or an interruption ends the wait
 * @param ready	must not be NULL if q is not
 * @return 0 when ready(arg) holds, -ETIMEDOUT at the deadline, -EINTR
 */
int uk_posix_wait(struct uk_waitq *q, uint64_t deadline_mono_ns,
		  bool (*ready)(void *arg), void *arg);

/**
 * Wakes up to n threads that wait for the futex at addr.
 *
 * @return how many were woken
 */
int uk_futex_wake(const int *addr, int n);

#endif /* UK_POSIX_THREAD_H */
