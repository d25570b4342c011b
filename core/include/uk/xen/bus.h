/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Devices in two halves: the frontend here, the backend in another domain.
 * They find each other through two folders of xenstore and tell each other
 * how far they are by a state in each (io/xenbus.h).
 */
#ifndef UK_XEN_BUS_H
#define UK_XEN_BUS_H

#include <stdbool.h>
#include <stdint.h>
#include <uk/waitq.h>
#include <uk/xen/store.h>

enum uk_xen_state {
	UK_XEN_STATE_UNKNOWN = 0, /* also: there is no such backend */
	UK_XEN_STATE_INITIALISING = 1,
	UK_XEN_STATE_INIT_WAIT = 2,
	UK_XEN_STATE_INITIALISED = 3,
	UK_XEN_STATE_CONNECTED = 4,
	UK_XEN_STATE_CLOSING = 5,
	UK_XEN_STATE_CLOSED = 6,
};

struct uk_xen_driver;

/* A frontend; made by the bus, read-only for its driver. */
struct uk_xen_frontend {
	const struct uk_xen_driver *driver;
	void *priv;                    /* of the driver, set by probe() */
	char path[UK_XEN_PATH_MAX];    /* device/vif/0 */
	char backend[UK_XEN_PATH_MAX]; /* /local/domain/0/backend/vif/3/0 */
	uint16_t backend_domain;
	bool attached; /* attach() was called, detach() not yet */
	bool up;       /* both halves are connected */
	bool failed;   /* attach() failed: the device is left alone */
	struct uk_waitq changed;
	struct uk_xen_watch state_watch, backend_watch;
	char state_path[UK_XEN_PATH_MAX];
	char backend_path[UK_XEN_PATH_MAX];
	struct uk_xen_frontend *next;
};

/* All of them run in threads that may block. */
struct uk_xen_driver {
	const char *type; /* name of the folder: "vif" */
	/* At boot: makes the device known. Negative errno: leave it alone. */
	int (*probe)(struct uk_xen_frontend *f);
	/* The backend waits: share rings, write where they are. Returns the
	 * state to go to (INITIALISED or CONNECTED), or a negative errno. */
	int (*attach)(struct uk_xen_frontend *f);
	/* Both halves are connected; f->up is set. */
	void (*connected)(struct uk_xen_frontend *f);
	/* The backend has let go (or is gone): take everything back. */
	void (*detach)(struct uk_xen_frontend *f);
};

/* NULL while its library is not in the image. */
extern const struct uk_xen_driver uk_xen_net_driver, uk_xen_9p_driver;

/* Values of the folder of the frontend (@front) or of the backend. Numbers
 * that are missing give @missing. */
long uk_xen_front_read(struct uk_xen_frontend *f, const char *key, char *buf,
		       size_t room);
/* What a device cannot do without: a refusal is told (UK8511). */
long uk_xen_front_need(struct uk_xen_frontend *f, const char *key, char *buf,
		       size_t room);
uint64_t uk_xen_front_number(struct uk_xen_frontend *f, const char *key,
			     uint64_t missing);
uint64_t uk_xen_back_number(struct uk_xen_frontend *f, const char *key,
			    uint64_t missing);
int uk_xen_front_write(struct uk_xen_frontend *f, const char *key,
		       uint64_t value);

/* Waits until f->up: 0, -ENODEV when it failed, or -ETIMEDOUT. */
int uk_xen_front_wait(struct uk_xen_frontend *f, uint64_t deadline_mono_ns);

#endif
