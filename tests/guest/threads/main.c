/* SPDX-License-Identifier: BSD-3-Clause */
/* Threads, wait queues, locks: order, time limits, and no memory left over. */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <uk/alloc.h>
#include <uk/lock.h>
#include <uk/sched.h>
#include <uk/time.h>
#include <uk/waitq.h>

#include "check.h"

#define THREADS 50
#define MSEC    UK_NSEC_PER_MSEC

static uint64_t in_ms(uint64_t ms)
{
	return uk_time_mono_ns() + ms * MSEC;
}

/* Until all other threads have ended */
static void join_all(void)
{
	while (uk_thread_count() > 1)
		uk_thread_sleep_until(in_ms(1));
	uk_thread_yield();
}

static unsigned order[THREADS], order_count;

static void note(void *arg)
{
	order[order_count++] = (unsigned)(uintptr_t)arg;
}

static void check_create(void)
{
	size_t before = uk_alloc_free_bytes();

	for (uintptr_t i = 0; i < THREADS; i++)
		CHECK(uk_thread_create("note", note, (void *)i, 4096));
	CHECK(order_count == 0);
	join_all();
	CHECK(order_count == THREADS);
	for (unsigned i = 0; i < THREADS; i++)
		CHECK(order[i] == i);
	/* Page tables that guard pages needed stay */
	CHECK(before - uk_alloc_free_bytes() <= 16384);
}

static void late_note(void *arg)
{
	unsigned n = (unsigned)(uintptr_t)arg;

	uk_thread_sleep_until(in_ms(5 + 5 * (THREADS / 10 - n)));
	order[order_count++] = n;
}

static void check_sleep_order(void)
{
	order_count = 0;
	for (uintptr_t i = 0; i < THREADS / 10; i++)
		uk_thread_create("late", late_note, (void *)i, 0);
	join_all();
	for (unsigned i = 0; i < THREADS / 10; i++)
		CHECK(order[i] == THREADS / 10 - 1 - i);
}

/* Floating point state of a thread survives switches and interrupts */
static void compute(void *arg)
{
	double x = (double)(uintptr_t)arg, sum = 0;
	uint32_t control = 0x1f80 | ((uint32_t)(uintptr_t)arg & 3) << 13;
	uint32_t now;

	__asm__ volatile("ldmxcsr %0" ::"m"(control));
	for (int i = 0; i < 1000; i++) {
		sum += x;
		uk_thread_yield();
	}
	__asm__ volatile("stmxcsr %0" : "=m"(now));
	CHECK((now & 0x6000) == (control & 0x6000));
	CHECK(sum == 1000 * x);
}

static void check_floating_point(void)
{
	for (uintptr_t i = 1; i < 5; i++)
		uk_thread_create("compute", compute, (void *)i, 0);
	join_all();
}

static struct uk_waitq queue;
static int tokens;

static bool take_token(void *arg)
{
	(void)arg;
	if (!tokens)
		return false;
	tokens--;
	return true;
}

static void wait_token(void *arg)
{
	CHECK(uk_waitq_wait_until(&queue, UK_TIME_NEVER, take_token, NULL) ==
	      0);
	note(arg);
}

static void check_wake_one(void)
{
	order_count = 0;
	for (uintptr_t i = 0; i < 5; i++)
		uk_thread_create("waits", wait_token, (void *)i, 0);
	uk_thread_yield();
	CHECK(order_count == 0);
	for (unsigned i = 0; i < 5; i++) {
		tokens++;
		uk_waitq_wake_one(&queue);
		uk_thread_yield();
		CHECK(order_count == i + 1 && order[i] == i);
	}
	join_all();
}

static void check_timeout(void)
{
	uint64_t until = in_ms(20);

	CHECK(uk_waitq_wait_until(&queue, until, take_token, NULL) ==
	      -ETIMEDOUT);
	CHECK(uk_time_mono_ns() >= until);
	CHECK(uk_waitq_wait_until(&queue, 0, take_token, NULL) == -ETIMEDOUT);
	CHECK(uk_waitq_wait_until(&queue, 0, NULL, NULL) == -ETIMEDOUT);
	tokens = 1;
	CHECK(uk_waitq_wait_until(&queue, 0, take_token, NULL) == 0);
	CHECK(tokens == 0);
}

static void wake_later(void *q)
{
	uk_thread_sleep_until(in_ms(5));
	uk_waitq_wake_all(q);
}

static void check_no_predicate(void)
{
	uint64_t before = uk_time_mono_ns();

	uk_thread_create("waker", wake_later, &queue, 0);
	CHECK(uk_waitq_wait_until(&queue, in_ms(1000), NULL, NULL) == 0);
	CHECK(uk_time_mono_ns() - before >= 5 * MSEC);
	CHECK(uk_time_mono_ns() - before < 500 * MSEC);
	join_all();
}

/* One thread in two queues, as poll() waits */
static void check_two_queues(void)
{
	struct uk_waitq q[2] = {UK_WAITQ_INITIALIZER, UK_WAITQ_INITIALIZER};
	struct uk_waiter w[2];

	for (unsigned i = 0; i < 2; i++) {
		uk_waiter_init(&w[i]);
		uk_waitq_add(&q[i], &w[i]);
	}
	for (unsigned i = 0; i < 2; i++) {
		uk_thread_create("waker", wake_later, &q[i], 0);
		w[i].woken = false;
		while (!w[i].woken)
			CHECK(uk_waiter_sleep_until(&w[0], in_ms(1000)) == 0);
	}
	/* A wake-up while the thread sleeps elsewhere is not lost */
	while (uk_waiter_sleep_until(&w[0], 0) == 0)
		;
	uk_thread_create("waker", wake_later, &q[1], 0);
	uk_thread_sleep_until(in_ms(30));
	CHECK(uk_waiter_sleep_until(&w[0], in_ms(1000)) == 0);
	CHECK(w[1].woken);
	CHECK(uk_waiter_sleep_until(&w[0], in_ms(5)) == -ETIMEDOUT);
	for (unsigned i = 0; i < 2; i++)
		uk_waitq_remove(&q[i], &w[i]);
	join_all();
}

static struct uk_mutex mutex;
static int inside, visits;

static void visit(void *arg)
{
	(void)arg;
	for (int i = 0; i < 20; i++) {
		uk_mutex_lock(&mutex);
		CHECK(inside++ == 0);
		uk_thread_yield();
		CHECK(--inside == 0);
		visits++;
		uk_mutex_unlock(&mutex);
	}
}

static void check_mutex(void)
{
	for (int i = 0; i < 5; i++)
		uk_thread_create("visitor", visit, NULL, 0);
	join_all();
	CHECK(visits == 100);
	CHECK(uk_mutex_trylock(&mutex));
	CHECK(!uk_mutex_trylock(&mutex));
	uk_mutex_unlock(&mutex);
}

static struct uk_sem sem;

static void produce(void *arg)
{
	(void)arg;
	for (int i = 0; i < 10; i++) {
		uk_sem_up(&sem);
		if (i % 3 == 0)
			uk_thread_yield();
	}
}

static void check_sem(void)
{
	uk_sem_init(&sem, 0);
	CHECK(!uk_sem_try_down(&sem));
	CHECK(uk_sem_down_until(&sem, in_ms(2)) == -ETIMEDOUT);
	uk_thread_create("producer", produce, NULL, 0);
	for (int i = 0; i < 10; i++)
		uk_sem_down(&sem);
	CHECK(sem.count == 0);
	join_all();
}

static void ended(void *arg)
{
	*(bool *)arg = true;
}

static void end_early(void *arg)
{
	uk_thread_on_exit(uk_thread_current(), ended, arg);
	*uk_thread_private(uk_thread_current()) = arg;
	uk_thread_yield();
	CHECK(*uk_thread_private(uk_thread_current()) == arg);
	CHECK(uk_thread_get_fs() == 0x1000);
	uk_thread_exit();
}

static void check_exit(void)
{
	bool done = false;

	uk_thread_create_tls("early", end_early, &done, 0, 0x1000);
	join_all();
	CHECK(done);
	CHECK(uk_thread_get_fs() == 0);
}

int main(void)
{
	check_create();
	check_sleep_order();
	check_floating_point();
	check_wake_one();
	check_timeout();
	check_no_predicate();
	check_two_queues();
	check_mutex();
	check_sem();
	check_exit();
	return check_result("threads");
}
