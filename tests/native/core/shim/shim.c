/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernel services that the code under test uses, on a C library. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/lock.h>
#include <uk/print.h>
#include <uk/random.h>
#include <uk/time.h>
#include <uk/param.h>
#include "shim.h"

uint64_t shim_now_ns;
unsigned shim_messages;
void (*shim_wait_hook)(void);

void *uk_malloc(size_t size)
{
	return malloc(size ? size : 1);
}

void *uk_calloc(size_t n, size_t size)
{
	return calloc(n, size);
}

void uk_free(void *p)
{
	free(p);
}

void *uk_palloc(unsigned long pages)
{
	return aligned_alloc(4096, pages * 4096);
}

void uk_pfree(void *p, unsigned long pages)
{
	(void)pages;
	free(p);
}

uint64_t uk_time_mono_ns(void)
{
	return shim_now_ns;
}

void uk_printk(const char *fmt, ...)
{
	va_list ap;

	shim_messages++;
	if (!getenv("SHIM_VERBOSE"))
		return;
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
}

void uk_console_write(const char *buf, size_t len)
{
	fwrite(buf, 1, len, stderr);
}

size_t uk_console_read(char *buf, size_t len)
{
	(void)buf;
	(void)len;
	return 0;
}

void uk_random_fill(void *buf, size_t len)
{
	memset(buf, 0x5a, len);
}

int uk_param_u64(const char *text, uint64_t *value)
{
	char *end;

	*value = strtoull(text, &end, 0);
	return *end || !*text ? -EINVAL : 0;
}

void uk_waitq_init(struct uk_waitq *q)
{
	memset(q, 0, sizeof(*q));
}

void uk_waitq_wake_all(struct uk_waitq *q)
{
	(void)q;
}

/* Time passes only here: the hook plays the device, else the limit comes. */
int uk_waitq_wait_until(struct uk_waitq *q, uint64_t deadline,
			bool (*ready)(void *arg), void *arg)
{
	(void)q;
	if (shim_wait_hook)
		shim_wait_hook();
	if (ready && ready(arg))
		return 0;
	shim_now_ns = deadline;
	return -ETIMEDOUT;
}

void uk_mutex_init(struct uk_mutex *m)
{
	memset(m, 0, sizeof(*m));
}

/* The owner is only a mark: locking twice ends the test. */
void uk_mutex_lock(struct uk_mutex *m)
{
	if (m->owner)
		abort();
	m->owner = (struct uk_thread *)m;
}

void uk_mutex_unlock(struct uk_mutex *m)
{
	if (!m->owner)
		abort();
	m->owner = 0;
}
