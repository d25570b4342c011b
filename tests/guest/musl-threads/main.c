/* SPDX-License-Identifier: BSD-3-Clause */
/* POSIX threads of musl on threads of the core. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/sysinfo.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

#define THREADS 20

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static __thread int mine = 7;
static int counter;

static void *count(void *arg)
{
	int i;

	CHECK(mine == 7);
	mine = (int)(intptr_t)arg;
	errno = mine;
	for (i = 0; i < 100; i++) {
		pthread_mutex_lock(&lock);
		counter++;
		if (i % 10 == 0)
			sched_yield();
		pthread_mutex_unlock(&lock);
		sched_yield();
	}
	CHECK(mine == (int)(intptr_t)arg && errno == mine);
	return arg;
}

static void check_join(void)
{
	pthread_t t[THREADS];
	void *result;
	int i;

	errno = 4242;
	for (i = 0; i < THREADS; i++)
		CHECK(pthread_create(&t[i], NULL, count, (void *)(intptr_t)i) ==
		      0);
	for (i = 0; i < THREADS; i++) {
		CHECK(pthread_join(t[i], &result) == 0);
		CHECK(result == (void *)(intptr_t)i);
	}
	CHECK(counter == THREADS * 100 && mine == 7 && errno == 4242);
}

static int ready;

static void *signal_after(void *arg)
{
	usleep(5000);
	pthread_mutex_lock(&lock);
	ready = 1;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	return arg;
}

static void check_condition(void)
{
	struct timespec limit;
	pthread_t t;

	CHECK(pthread_create(&t, NULL, signal_after, NULL) == 0);
	pthread_mutex_lock(&lock);
	while (!ready)
		pthread_cond_wait(&changed, &lock);
	clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_nsec += 2000000;
	if (limit.tv_nsec >= 1000000000) {
		limit.tv_sec++;
		limit.tv_nsec -= 1000000000;
	}
	CHECK(pthread_cond_timedwait(&changed, &lock, &limit) == ETIMEDOUT);
	pthread_mutex_unlock(&lock);
	pthread_join(t, NULL);
}

static int cleaned, destroyed;
static pthread_key_t key;

static void clean(void *arg)
{
	cleaned += *(int *)arg;
}

static void destroy(void *arg)
{
	destroyed += *(int *)arg;
}

static void *sleep_for_ever(void *arg)
{
	static int one = 1, ten = 10;

	pthread_setspecific(key, &ten);
	pthread_cleanup_push(clean, &one);
	for (;;)
		sleep(1000);
	pthread_cleanup_pop(0);
	return arg;
}

static void unlock(void *arg)
{
	pthread_mutex_unlock(arg);
}

static void *wait_for_ever(void *arg)
{
	static int one = 1;

	pthread_cleanup_push(clean, &one);
	pthread_mutex_lock(&lock);
	pthread_cleanup_push(unlock, &lock);
	for (;;)
		pthread_cond_wait(&changed, &lock);
	pthread_cleanup_pop(1);
	pthread_cleanup_pop(0);
	return arg;
}

static void *cannot_be_cancelled(void *arg)
{
	int old;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
	usleep(20000);
	return arg;
}

static void check_cancel(void)
{
	pthread_t t;
	void *result;

	CHECK(pthread_key_create(&key, destroy) == 0);
	CHECK(pthread_create(&t, NULL, sleep_for_ever, NULL) == 0);
	usleep(1000);
	CHECK(pthread_cancel(t) == 0);
	CHECK(pthread_join(t, &result) == 0);
	CHECK(result == PTHREAD_CANCELED && cleaned == 1 && destroyed == 10);
	CHECK(pthread_create(&t, NULL, wait_for_ever, NULL) == 0);
	usleep(1000);
	CHECK(pthread_cancel(t) == 0 && pthread_join(t, &result) == 0);
	CHECK(result == PTHREAD_CANCELED && cleaned == 2);
	CHECK(pthread_mutex_trylock(&lock) == 0);
	pthread_mutex_unlock(&lock);
	CHECK(pthread_create(&t, NULL, cannot_be_cancelled, &key) == 0);
	usleep(1000);
	CHECK(pthread_cancel(t) == 0 && pthread_join(t, &result) == 0);
	CHECK(result == &key);
	/* Cancelled before it ever ran: at its first cancellation point. */
	CHECK(pthread_create(&t, NULL, sleep_for_ever, NULL) == 0);
	CHECK(pthread_cancel(t) == 0 && pthread_join(t, &result) == 0);
	CHECK(result == PTHREAD_CANCELED && cleaned == 3);
}

static pthread_barrier_t barrier;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int once_count, serial;
static sem_t sem;

static void first_only(void)
{
	usleep(1000);
	once_count++;
}

static void *meet(void *arg)
{
	pthread_once(&once, first_only);
	pthread_rwlock_rdlock(&rwlock);
	usleep(500);
	pthread_rwlock_unlock(&rwlock);
	if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
		serial++;
	sem_wait(&sem);
	return arg;
}

static void check_others(void)
{
	pthread_t t[4];
	int i;

	CHECK(pthread_barrier_init(&barrier, NULL, 5) == 0);
	CHECK(sem_init(&sem, 0, 0) == 0);
	for (i = 0; i < 4; i++)
		CHECK(pthread_create(&t[i], NULL, meet, NULL) == 0);
	pthread_rwlock_wrlock(&rwlock);
	usleep(2000);
	pthread_rwlock_unlock(&rwlock);
	if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
		serial++;
	for (i = 0; i < 4; i++)
		sem_post(&sem);
	for (i = 0; i < 4; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	CHECK(once_count == 1 && serial == 1);
}

static int c11(void *arg)
{
	return *(int *)arg + 1;
}

static void *nothing(void *arg)
{
	char use[10000];

	memset(use, 1, sizeof(use));
	return use[500] ? arg : NULL;
}

/* Joined and detached threads give back everything they had. */
static void check_memory(void)
{
	struct sysinfo before, after;
	pthread_attr_t detached;
	pthread_t t;
	thrd_t c;
	int i, result;

	CHECK(thrd_create(&c, c11, &(int){41}) == thrd_success);
	CHECK(thrd_join(c, &result) == thrd_success && result == 42);
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&detached, 65536);
	sysinfo(&before);
	for (i = 0; i < 200; i++) {
		CHECK(pthread_create(&t, NULL, nothing, NULL) == 0);
		CHECK(pthread_join(t, NULL) == 0);
		CHECK(pthread_create(&t, &detached, nothing, NULL) == 0);
		usleep(10);
	}
	usleep(1000);
	sysinfo(&after);
	printf("memory before %lu, after %lu\n", before.freeram, after.freeram);
	CHECK(after.freeram + 16384 >= before.freeram);
}

static void *wait_semaphore(void *arg)
{
	sem_wait(&sem);
	return arg;
}

/* More threads than memory: an error, and the guest goes on. */
static void check_exhaustion(void)
{
	static pthread_t t[1000];
	int n = 0, r = 0;

	sem_init(&sem, 0, 0);
	while (n < 1000 &&
	       !(r = pthread_create(&t[n], NULL, wait_semaphore, NULL)))
		n++;
	printf("%d threads, then error %d\n", n, r);
	CHECK(n > 5 && (r == EAGAIN || n == 1000));
	for (r = 0; r < n; r++)
		sem_post(&sem);
	while (n--)
		CHECK(pthread_join(t[n], NULL) == 0);
}

int main(void)
{
	check_join();
	check_condition();
	check_cancel();
	check_others();
	check_memory();
	check_exhaustion();
	return check_result("musl-threads");
}
