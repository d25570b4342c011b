/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Cooperative threads on one CPU. A thread runs until it blocks, yields or
 * ends; interrupts only make threads runnable. Threads need no lock among
 * each other as long as they do not block in between.
 */
#ifndef UK_SCHED_H
#define UK_SCHED_H

#include <stddef.h>
#include <stdint.h>

struct uk_thread;

/*
 * Starts @fn(@arg) in a new thread, which runs when the caller blocks or
 * yields. @name is not copied (use a literal or memory that outlives the
 * thread). @stack_bytes 0 takes the configured default; a guard page lies
 * below every stack. The thread ends when @fn returns. NULL: out of memory.
 * The handle stays valid until the thread ends.
 */
struct uk_thread *uk_thread_create(const char *name, void (*fn)(void *),
				   void *arg, size_t stack_bytes);

/* The same with @fs_base as the value of the FS base (thread pointer). */
struct uk_thread *uk_thread_create_tls(const char *name, void (*fn)(void *),
				       void *arg, size_t stack_bytes,
				       uintptr_t fs_base);

/* The running thread; never NULL once main or any init function of
 * UK_INIT_BUS and later runs. */
struct uk_thread *uk_thread_current(void);

const char *uk_thread_name(const struct uk_thread *thread);

/* Sets the FS base of the current thread, at once and at every switch to it */
void uk_thread_set_fs(uintptr_t fs_base);
uintptr_t uk_thread_get_fs(void);

/*
 * Ends the current thread; its stack is freed once the CPU has left it. The
 * first thread (the one of main) must not end this way: UK9005.
 */
_Noreturn void uk_thread_exit(void);

/* Lets all other runnable threads run first. */
void uk_thread_yield(void);

/* Returns at or after @mono_ns of uk_time_mono_ns(). */
void uk_thread_sleep_until(uint64_t mono_ns);

/* Called on the thread that ends, before its stack goes; one slot, for
 * posix-thread. It must not block. */
void uk_thread_on_exit(struct uk_thread *thread, void (*fn)(void *), void *arg);

/* One slot for the layer above (posix-thread), NULL at start. */
void **uk_thread_private(struct uk_thread *thread);

/* Lowest address and size of the usable stack, without the guard page. */
void uk_thread_stack(const struct uk_thread *thread, void **base,
		     size_t *bytes);

/* Number of threads that have not ended, the first one included. */
unsigned uk_thread_count(void);

#endif
