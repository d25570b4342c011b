/* SPDX-License-Identifier: BSD-3-Clause */
/* Frontends: discovery, and the steps of the handshake. */
#include <string.h>
#include <uk/alloc.h>
#include <uk/config.h>
#include <uk/errno.h>
#include <uk/print.h>
#include <uk/param.h>
#include <uk/time.h>
#include <uk/xen/bus.h>

#include "internal.h"

static const struct uk_xen_driver *const drivers[] = {
#ifdef CONFIG_LIBXEN_NET
	&uk_xen_net_driver,
#endif
#ifdef CONFIG_LIBXEN_9P
	&uk_xen_9p_driver,
#endif
	NULL,
};

#define LIST_MAX 256

/* "@folder/@key"; a path that does not fit is one nobody has. */
static const char *join(char *buf, const char *folder, const char *key)
{
	uk_snprintf(buf, UK_XEN_PATH_MAX, "%s/%s", folder, key);
	return buf;
}

static uint64_t number(const char *folder, const char *key, uint64_t missing)
{
	char path[UK_XEN_PATH_MAX];
	uint64_t v;

	if (uk_xen_store_read_u64(join(path, folder, key), &v))
		return missing;
	return v;
}

long uk_xen_front_read(struct uk_xen_frontend *f, const char *key, char *buf,
		       size_t room)
{
	char path[UK_XEN_PATH_MAX];

	return uk_xen_store_read(join(path, f->path, key), buf, room);
}

long uk_xen_front_need(struct uk_xen_frontend *f, const char *key, char *buf,
		       size_t room)
{
	char path[UK_XEN_PATH_MAX];

	join(path, f->path, key);
	return uk_xen_store_told(path, uk_xen_store_read(path, buf, room));
}

uint64_t uk_xen_front_number(struct uk_xen_frontend *f, const char *key,
			     uint64_t missing)
{
	return number(f->path, key, missing);
}

uint64_t uk_xen_back_number(struct uk_xen_frontend *f, const char *key,
			    uint64_t missing)
{
	return number(f->backend, key, missing);
}

int uk_xen_front_write(struct uk_xen_frontend *f, const char *key,
		       uint64_t value)
{
	char path[UK_XEN_PATH_MAX];

	return uk_xen_store_write_u64(join(path, f->path, key), value);
}

static int go_to(struct uk_xen_frontend *f, enum uk_xen_state state)
{
	return uk_xen_front_write(f, "state", state);
}

static void attach(struct uk_xen_frontend *f)
{
	int r;

	if (f->attached || f->failed)
		return;
	f->attached = true;
	r = f->driver->attach(f);
	if (r >= 0)
		r = go_to(f, (enum uk_xen_state)r);
	if (r >= 0)
		return;
	f->failed = true;
	uk_pr_err("UK8520: %s cannot be connected (error %d). See the message "
		  "before; more memory or another backend may help.\n",
		  f->path, -r);
}

static void connected(struct uk_xen_frontend *f)
{
	if (!f->attached || f->failed || f->up)
		return;
	f->up = true;
	go_to(f, UK_XEN_STATE_CONNECTED);
	f->driver->connected(f);
}

static void link_down(struct uk_xen_frontend *f)
{
	if (f->up)
		uk_pr_warn("UK8523: the backend of %s closes; what is sent "
			   "is lost until it comes back.\n",
			   f->path);
	f->up = false;
}

static void detach(struct uk_xen_frontend *f)
{
	link_down(f);
	if (!f->attached)
		return;
	f->driver->detach(f);
	f->attached = false;
	f->failed = false;
}

/* The backend has closed. One that stays "online" waits for a frontend that
 * begins anew; else the device was unplugged. */
static void closed(struct uk_xen_frontend *f)
{
	bool was_attached = f->attached;

	detach(f);
	if (!was_attached)
		return;
	go_to(f, UK_XEN_STATE_CLOSED);
	if (uk_xen_back_number(f, "online", 0))
		go_to(f, UK_XEN_STATE_INITIALISING);
}

static void state_changed(void *arg)
{
	struct uk_xen_frontend *f = arg;

	switch (number(f->backend, "state", UK_XEN_STATE_UNKNOWN)) {
	case UK_XEN_STATE_INIT_WAIT:
		attach(f);
		break;
	case UK_XEN_STATE_CONNECTED:
		connected(f);
		break;
	case UK_XEN_STATE_CLOSING:
		link_down(f);
		go_to(f, UK_XEN_STATE_CLOSED);
		break;
	case UK_XEN_STATE_CLOSED:
		closed(f);
		break;
	case UK_XEN_STATE_UNKNOWN:
		detach(f);
		break;
	default:
		break;
	}
	uk_waitq_wake_all(&f->changed);
}

static int read_backend(struct uk_xen_frontend *f, char *path)
{
	long r = uk_xen_front_read(f, "backend", path, UK_XEN_PATH_MAX);

	/* A longer one could not be used with any key behind it */
	return r > 0 && r < UK_XEN_PATH_MAX - 32 ? 0 : -ENODEV;
}

/* A device that is plugged in again may have another backend. */
static void backend_changed(void *arg)
{
	struct uk_xen_frontend *f = arg;
	char path[UK_XEN_PATH_MAX];

	if (read_backend(f, path) || !strcmp(path, f->backend))
		return;
	if (*f->backend) {
		detach(f);
		uk_xen_store_unwatch(&f->state_watch);
	}
	memcpy(f->backend, path, sizeof(path));
	f->backend_domain = (uint16_t)uk_xen_front_number(f, "backend-id", 0);
	join(f->state_path, f->backend, "state");
	uk_xen_store_watch(&f->state_watch);
}

int uk_xen_front_wait(struct uk_xen_frontend *f, uint64_t deadline)
{
	int r = 0;

	while (!f->up && !f->failed && !r)
		r = uk_waitq_wait_until(&f->changed, deadline, NULL, NULL);
	if (f->up)
		return 0;
	return f->failed ? -ENODEV : r;
}

static int add(const struct uk_xen_driver *driver, const char *name)
{
	struct uk_xen_frontend *f = uk_calloc(1, sizeof(*f));
	int r;

	if (!f)
		return -ENOMEM;
	f->driver = driver;
	uk_snprintf(f->path, sizeof(f->path), "device/%s/%s", driver->type,
		    name);
	join(f->backend_path, f->path, "backend");
	f->state_watch = (struct uk_xen_watch){
		.path = f->state_path, .changed = state_changed, .arg = f};
	f->backend_watch = (struct uk_xen_watch){
		.path = f->backend_path, .changed = backend_changed, .arg = f};
	r = driver->probe(f);
	if (r < 0) {
		uk_pr_err("UK8520: %s cannot be used (error %d). See the "
			  "message before.\n",
			  f->path, -r);
		uk_free(f);
		return 0;
	}
	return uk_xen_store_watch(&f->backend_watch);
}

static int add_all(const struct uk_xen_driver *driver)
{
	char path[UK_XEN_PATH_MAX], names[LIST_MAX];
	long len = uk_xen_store_list(join(path, "device", driver->type), names,
				     sizeof(names));
	int r = 0;

	if (len == -ENOENT)
		return 0;
	if (len < 0)
		return (int)len;
	for (long at = 0; at < len && r >= 0;
	     at += (long)strlen(names + at) + 1)
		r = add(driver, names + at);
	return r;
}

int xen_frontends_start(void)
{
	int r = 0;

	for (unsigned i = 0; drivers[i] && r >= 0; i++)
		r = add_all(drivers[i]);
	return r;
}
