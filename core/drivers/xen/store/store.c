/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Requests, one at a time. Whoever waits takes in what has come, also for the
 * others; a reply that comes after its time limit is dropped by its number.
 */
#include <string.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/lock.h>
#include <uk/param.h>
#include <uk/print.h>
#include <uk/time.h>
#include <uk/xen/event.h>
#include <uk/xen/hypercall.h>
#include <uk/xen/store.h>

#include "internal.h"

#define PATIENCE_NS      (10 * UK_NSEC_PER_SEC)
#define LAST_PATIENCE_NS (2 * UK_NSEC_PER_SEC)

/* What the request that waits wants to know. */
struct pending {
	uint32_t id;
	bool done;
	long result;
	char *reply;
	size_t room;
};

/* A message that is to be put into the ring. */
struct outgoing {
	uint32_t type;
	const char *text1, *text2;
	size_t len2;
	int result;
};

struct uk_waitq xs_arrived = UK_WAITQ_INITIALIZER;

static volatile struct xs_ring *ring;
static uint32_t port;
static struct xs_incoming incoming;
static struct pending pending;
static struct uk_mutex lock = UK_MUTEX_INITIALIZER;
static bool broken;

static void arrived(void *arg)
{
	(void)arg;
	uk_waitq_wake_all(&xs_arrived);
}

int uk_xen_store_start(void)
{
	uint64_t frame = uk_xen_param(UK_XEN_PARAM_STORE_PFN);

	port = (uint32_t)uk_xen_param(UK_XEN_PARAM_STORE_EVENT);
	if (!frame || !port)
		return -ENODEV;
	ring = uk_xen_map_frame(frame);
	return ring ? uk_xen_event_attach(port, arrived, NULL) : -ENOMEM;
}

static void complain(void)
{
	if (!broken)
		uk_pr_err("UK8512: xenstore broke the rules of its ring; it is "
			  "not used any more. Restart the guest.\n");
	broken = true;
}

static long reply_of(const struct xs_incoming *in)
{
	if (in->header.type == XS_ERROR)
		return xs_error(in->body);
	if (!pending.room)
		return 0;
	if (in->header.len >= pending.room)
		return -E2BIG;
	memcpy(pending.reply, in->body, in->header.len + 1);
	return (long)in->header.len;
}

static void deliver(const struct xs_incoming *in)
{
	if (in->header.type == XS_WATCH_EVENT) {
		/* path, zero byte, token, zero byte */
		xs_watch_fired(in->body + UK_MIN(strlen(in->body) + 1,
						 (size_t)in->header.len));
	} else if (in->header.id == pending.id) {
		pending.result = reply_of(in);
		pending.done = true;
	}
	uk_waitq_wake_all(&xs_arrived);
}

void xs_pump(void)
{
	bool any = false;
	int r = 0;

	while (!broken && (r = xs_get(ring, &incoming)) > 0) {
		deliver(&incoming);
		incoming.got = 0;
		any = true;
	}
	if (r < 0)
		complain();
	/* The store may wait for room, also for the rest of a message */
	if (any || incoming.got)
		uk_xen_event_send(port);
}

/* True when the message is in the ring, or cannot be. */
static bool try_put(void *arg)
{
	struct outgoing *o = arg;

	o->result = broken ? -EIO
			   : xs_put(ring, o->type, pending.id, o->text1,
				    o->text2, o->len2);
	if (o->result == -EPROTO)
		complain();
	return o->result != -EAGAIN;
}

static bool is_done(void *arg)
{
	(void)arg;
	xs_pump();
	return pending.done || broken;
}

static void begin(char *reply, size_t room)
{
	pending = (struct pending){
		.id = pending.id + 1, .reply = reply, .room = room};
}

static long exchange(struct outgoing *o)
{
	uint64_t deadline = uk_time_mono_ns() + PATIENCE_NS;
	int r = uk_waitq_wait_until(&xs_arrived, deadline, try_put, o);

	if (!r && o->result < 0)
		return o->result;
	if (!r) {
		uk_xen_event_send(port);
		r = uk_waitq_wait_until(&xs_arrived, deadline, is_done, NULL);
	}
	if (!r)
		return pending.done ? pending.result : -EIO;
	/* No reply may come into the buffer any more */
	begin(NULL, 0);
	uk_pr_err("UK8510: xenstore does not answer (%s). Look after xenstored "
		  "in dom0.\n",
		  o->text1);
	return r;
}

long xs_request(uint32_t type, const char *text1, const char *text2,
		size_t len2, char *reply, size_t room)
{
	struct outgoing o = {
		.type = type, .text1 = text1, .text2 = text2, .len2 = len2};
	long r;

	if (!ring)
		return -ENODEV;
	uk_mutex_lock(&lock);
	begin(reply, room);
	r = exchange(&o);
	uk_mutex_unlock(&lock);
	return r;
}

long uk_xen_store_told(const char *path, long r)
{
	if (r < 0 && r != -ENOENT && r != -ETIMEDOUT)
		uk_pr_err("UK8511: xenstore refuses %s (error %ld). Look at "
			  "the permissions and quota of the domain.\n",
			  path, -r);
	return r;
}

long uk_xen_store_read(const char *path, char *buf, size_t room)
{
	return xs_request(XS_READ, path, NULL, 0, buf, room);
}

int uk_xen_store_read_u64(const char *path, uint64_t *value)
{
	char text[24];
	long r = uk_xen_store_read(path, text, sizeof(text));

	return r < 0 ? (int)r : uk_param_u64(text, value);
}

long uk_xen_store_list(const char *path, char *buf, size_t room)
{
	return uk_xen_store_told(
		path, xs_request(XS_DIRECTORY, path, NULL, 0, buf, room));
}

int uk_xen_store_write(const char *path, const char *value)
{
	return (int)uk_xen_store_told(path, xs_request(XS_WRITE, path, value,
						       strlen(value), NULL, 0));
}

int uk_xen_store_write_u64(const char *path, uint64_t value)
{
	char text[24];

	uk_snprintf(text, sizeof(text), "%lu", value);
	return uk_xen_store_write(path, text);
}

/* Without sleeping until @step is true, or until the deadline. */
static bool poll_until(bool (*step)(void *), void *arg, uint64_t deadline)
{
	for (;;) {
		uk_xen_event_clear(port);
		if (step(arg))
			return true;
		if (uk_time_mono_ns() >= deadline)
			return false;
		uk_xen_event_poll(port, deadline);
	}
}

int uk_xen_store_write_last(const char *path, const char *value)
{
	uint64_t deadline = uk_time_mono_ns() + LAST_PATIENCE_NS;
	struct outgoing o = {.type = XS_WRITE,
			     .text1 = path,
			     .text2 = value,
			     .len2 = strlen(value)};

	if (!ring)
		return -ENODEV;
	/* A request that another thread waits for is given up */
	begin(NULL, 0);
	if (!poll_until(try_put, &o, deadline))
		return -ETIMEDOUT;
	if (o.result < 0)
		return o.result;
	uk_xen_event_send(port);
	if (!poll_until(is_done, NULL, deadline))
		return -ETIMEDOUT;
	return pending.done ? (int)pending.result : -EIO;
}
