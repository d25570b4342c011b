/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads of musl on threads of the core. pthread_create() maps a stack with
 * a guard page and calls __clone(); here that stack is entered from a new
 * thread of the core. The core's thread keeps a small stack of its own below,
 * to which a detached thread returns before its mapped stack is given back.
 */
#include <uk/alloc.h>
#include <uk/posix_thread.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/mman.h>
#include "pthread_impl.h"

/* For the short code below the mapped stack, interrupts included. */
#define BASE_STACK_BYTES 4096

struct entry {
	int (*fn)(void *);
	void *arg;
	void *stack;
	jmp_buf leave;
	void *map;
	size_t map_len;
};

/* Calls fn(arg) on another stack (grows down from top); never returns. */
static _Noreturn void call_on_stack(int (*fn)(void *), void *arg, void *top)
{
	__asm__ volatile("mov %[top], %%rsp\n\t"
			 "xor %%ebp, %%ebp\n\t"
			 "call *%[fn]\n\t"
			 "ud2"
			 :
			 : [top] "r"((uintptr_t)top & -16UL), [fn] "r"(fn),
			   "D"(arg)
			 : "memory");
	__builtin_unreachable();
}

static void thread_entry(void *p)
{
	struct entry e = *(struct entry *)p;

	uk_free(p);
	uk_posix_thread_set_data(&e);
	if (!setjmp(e.leave))
		call_on_stack(e.fn, e.arg, e.stack);
	/* A detached thread ended: see __unmapself(). */
	__munmap(e.map, e.map_len);
	__syscall(SYS_exit, 0);
}

int __clone(int (*fn)(void *), void *stack, int flags, void *arg, ...)
{
	struct entry *e = uk_malloc(sizeof(*e));
	int *parent_tid;
	uintptr_t tls;
	int *clear_tid;
	va_list ap;
	int tid;

	(void)flags; /* pthread_create() always asks for the same */
	if (!e)
		return -EAGAIN;
	va_start(ap, arg);
	parent_tid = va_arg(ap, int *);
	tls = (uintptr_t)va_arg(ap, void *);
	clear_tid = va_arg(ap, int *);
	va_end(ap);
	*e = (struct entry){.fn = fn, .arg = arg, .stack = stack};
	tid = uk_posix_thread_create(thread_entry, e, BASE_STACK_BYTES, tls,
				     clear_tid);
	if (tid < 0)
		uk_free(e);
	else
		*parent_tid = tid;
	return tid;
}

/** Called by a detached thread, on the very stack that is to go. */
_Noreturn void __unmapself(void *base, size_t size)
{
	struct entry *e = uk_posix_thread_data();

	e->map = base;
	e->map_len = size;
	longjmp(e->leave, 1);
}
