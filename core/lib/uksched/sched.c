/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Cooperative threads. Whoever blocks looks for the next runnable thread; if
 * there is none, the CPU halts right there, on the stack of that thread, until
 * an interrupt makes one runnable. There is no idle thread and no tick.
 */
#include <uk/alloc.h>
#include <uk/arch/cpu.h>
#include <uk/assert.h>
#include <uk/config.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/irq.h>
#include <uk/page.h>
#include <uk/plat.h>
#include <uk/time.h>

#include "internal.h"

#ifndef CONFIG_LIBUKSCHED_STACK_KIB
#define CONFIG_LIBUKSCHED_STACK_KIB 16
#endif

static struct uk_thread first_thread = {.name = "main", .runnable = true};
static struct uk_thread *current = &first_thread;
static struct uk_thread *queue_first, *queue_last;
static struct uk_thread *timers; /* by deadline, earliest first */
static struct uk_thread *dead;   /* ended, its stack is still to be freed */
static uintptr_t cpu_fs_base;
static unsigned thread_count = 1;

static void queue_add(struct uk_thread *t)
{
	t->next = NULL;
	if (queue_first)
		queue_last->next = t;
	else
		queue_first = t;
	queue_last = t;
}

static void make_runnable(struct uk_thread *t)
{
	if (t->runnable)
		return;
	t->runnable = true;
	queue_add(t);
}

static void timer_add(struct uk_thread *t, uint64_t deadline)
{
	struct uk_thread **link = &timers;

	while (*link && (*link)->deadline <= deadline)
		link = &(*link)->timer_next;
	t->deadline = deadline;
	t->timer_next = *link;
	t->timed = true;
	*link = t;
}

static void timer_remove(struct uk_thread *t)
{
	struct uk_thread **link = &timers;

	if (!t->timed)
		return;
	while (*link != t)
		link = &(*link)->timer_next;
	*link = t->timer_next;
	t->timed = false;
}

static void expire_timers(void)
{
	uint64_t now;

	if (!timers)
		return;
	now = uk_time_mono_ns();
	while (timers && timers->deadline <= now) {
		struct uk_thread *t = timers;

		timers = t->timer_next;
		t->timed = false;
		make_runnable(t);
	}
}

/* Frees the thread that ended last; its stack is no longer in use. */
static void reap(void)
{
	struct uk_thread *t = dead;
	char *stack;

	if (!t)
		return;
	dead = NULL;
	stack = (char *)t->stack - UK_PAGE_SIZE;
	UK_ASSERT(uk_page_protect(stack, 1, UK_PAGE_RW) == 0);
	uk_pfree(stack, t->stack_bytes / UK_PAGE_SIZE + 1);
	uk_free(t);
}

static struct uk_thread *next_thread(void)
{
	struct uk_thread *t;

	for (;;) {
		expire_timers();
		if (queue_first)
			break;
		uk_plat_idle(timers ? timers->deadline : UK_TIME_NEVER);
	}
	t = queue_first;
	queue_first = t->next;
	return t;
}

static void use_fs(uintptr_t fs_base)
{
	if (fs_base == cpu_fs_base)
		return;
	cpu_fs_base = fs_base;
	uk_context_set_fs(fs_base);
}

/* Runs the next thread; returns when this one is run again. */
static void schedule(void)
{
	struct uk_thread *self = current;
	struct uk_thread *next = next_thread();

	if (next == self)
		return;
	current = next;
	use_fs(next->fs_base);
	uk_context_switch(&self->sp, next->sp);
	reap();
}

void uk_sched_wake(struct uk_thread *t)
{
	t->wake = true;
	make_runnable(t);
}

int uk_sched_block(uint64_t deadline)
{
	struct uk_thread *self = current;
	bool woken;

	if (!self->wake) {
		if (deadline != UK_TIME_NEVER)
			timer_add(self, deadline);
		self->runnable = false;
		schedule();
		timer_remove(self);
	}
	woken = self->wake;
	self->wake = false;
	return woken ? 0 : -ETIMEDOUT;
}

void uk_thread_yield(void)
{
	unsigned long irq = uk_irq_save();

	queue_add(current);
	schedule();
	uk_irq_restore(irq);
}

void uk_thread_sleep_until(uint64_t mono_ns)
{
	struct uk_thread *self = current;
	unsigned long irq = uk_irq_save();
	bool outer = self->wake;

	/* A wake-up for a poll around this sleep must outlive the sleep */
	self->wake = false;
	while (uk_sched_block(mono_ns) == 0)
		outer = true;
	self->wake = outer;
	uk_irq_restore(irq);
}

static void thread_main(void *arg)
{
	struct uk_thread *self = arg;

	reap();
	uk_irq_enable();
	self->entry(self->arg);
	uk_thread_exit();
}

/* @bytes of stack above an unmapped page, or NULL. */
static void *stack_alloc(size_t bytes)
{
	unsigned long pages = bytes / UK_PAGE_SIZE + 1;
	char *p = uk_palloc(pages);

	if (!p)
		return NULL;
	if (uk_page_protect(p, 1, UK_PAGE_NONE)) {
		uk_pfree(p, pages);
		return NULL;
	}
	return p + UK_PAGE_SIZE;
}

struct uk_thread *uk_thread_create_tls(const char *name, void (*fn)(void *),
				       void *arg, size_t stack_bytes,
				       uintptr_t fs_base)
{
	struct uk_thread *t = uk_calloc(1, sizeof(*t));
	unsigned long irq;

	if (!t)
		return NULL;
	if (!stack_bytes)
		stack_bytes = CONFIG_LIBUKSCHED_STACK_KIB * 1024;
	t->stack_bytes = UK_ALIGN_UP(stack_bytes, UK_PAGE_SIZE);
	t->stack = stack_alloc(t->stack_bytes);
	if (!t->stack) {
		uk_free(t);
		return NULL;
	}
	t->name = name;
	t->entry = fn;
	t->arg = arg;
	t->fs_base = fs_base;
	t->sp = uk_context_create((char *)t->stack + t->stack_bytes,
				  thread_main, t);
	irq = uk_irq_save();
	thread_count++;
	make_runnable(t);
	uk_irq_restore(irq);
	return t;
}

struct uk_thread *uk_thread_create(const char *name, void (*fn)(void *),
				   void *arg, size_t stack_bytes)
{
	return uk_thread_create_tls(name, fn, arg, stack_bytes, 0);
}

_Noreturn void uk_thread_exit(void)
{
	struct uk_thread *self = current;

	if (self == &first_thread)
		uk_panic("UK9005: the first thread must not end");
	if (self->on_exit)
		self->on_exit(self->on_exit_arg);
	uk_irq_disable();
	self->runnable = false;
	thread_count--;
	reap();
	dead = self;
	schedule();
	uk_panic("UK9005: an ended thread was run");
}

struct uk_thread *uk_thread_current(void)
{
	return current;
}

const char *uk_thread_name(const struct uk_thread *thread)
{
	return thread->name;
}

void uk_thread_set_fs(uintptr_t fs_base)
{
	current->fs_base = fs_base;
	use_fs(fs_base);
}

uintptr_t uk_thread_get_fs(void)
{
	return current->fs_base;
}

void uk_thread_on_exit(struct uk_thread *thread, void (*fn)(void *), void *arg)
{
	thread->on_exit = fn;
	thread->on_exit_arg = arg;
}

void **uk_thread_private(struct uk_thread *thread)
{
	return &thread->private;
}

void uk_thread_stack(const struct uk_thread *thread, void **base, size_t *bytes)
{
	if (thread == &first_thread) {
		uk_cpu_boot_stack(base, bytes);
		return;
	}
	*base = thread->stack;
	*bytes = thread->stack_bytes;
}

unsigned uk_thread_count(void)
{
	return thread_count;
}
