/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What an engine takes in and what it sends, told in the order in which it
 * happens. A run is a function of these events: <scamper/tape.h> records and
 * replays them, <scamper/pcap.h> writes their packets.
 */
#ifndef SCAMPER_OBSERVE_H
#define SCAMPER_OBSERVE_H

#include <scamper/addr.h>

enum scamper_event_type {
	/* What the engine is given. */
	SCAMPER_EVENT_ENGINE,      /* engine: it was made with these options */
	SCAMPER_EVENT_WALL_OFFSET, /* time_ns: the offset */
	SCAMPER_EVENT_SOURCE,      /* source, options: a source was opened */
	SCAMPER_EVENT_COMMAND,     /* source, id, text: one was accepted */
	SCAMPER_EVENT_HALT,        /* source, id */
	SCAMPER_EVENT_NO_MORE,     /* source: no more commands */
	SCAMPER_EVENT_CLOSE,       /* source */
	SCAMPER_EVENT_POLL,        /* time_ns */
	SCAMPER_EVENT_NAMED,       /* dst, text: the name of an address */
	SCAMPER_EVENT_RECEIVE,     /* packet, len, time_ns, stamp */
	/* What it asked its back end for, and the answer. */
	SCAMPER_EVENT_ROUTE, /* dst, rc, src: the source address */
	SCAMPER_EVENT_MTU,   /* src, mtu */
	SCAMPER_EVENT_SEND,  /* packet, len, rc, time_ns */
	/* The packet of the last RECEIVE is given to a running task: its
	 * addresses, and those of the probe it quotes, are the task's. */
	SCAMPER_EVENT_TAKEN, /* packet, len, time_ns, stamp */
};

struct scamper_engine_options;
struct scamper_source_options;

/* Who took the time at which a packet arrived, and which tasks get it. */
enum scamper_stamp {
	SCAMPER_STAMP_PROGRAM, /* when it was read from its socket */
	SCAMPER_STAMP_KERNEL,  /* by the kernel, for that socket */
	/* A copy made at the data link, for the tasks with -O dl; they get no
	 * others. */
	SCAMPER_STAMP_DATALINK,
	SCAMPER_STAMP_DEVICE, /* by the device's driver; for all tasks */
};

/* Fields that the type does not name are zero; nothing outlives the call. */
struct scamper_event {
	enum scamper_event_type type;
	int rc;           /* as the back end's */
	uint64_t time_ns; /* monotonic, as the engine's */
	const uint8_t *packet;
	size_t len;
	enum scamper_stamp stamp;
	unsigned int mtu;
	uint32_t source; /* 1 is the first that was opened */
	uint32_t id;     /* of a task */
	const char *text;
	const struct scamper_addr *dst;
	const struct scamper_addr *src;
	const struct scamper_engine_options *engine;
	const struct scamper_source_options *options;
};

/* Part of whatever observes; its owner keeps it until the engine is freed. */
struct scamper_observer {
	void (*event)(struct scamper_observer *self,
		      const struct scamper_event *event);
	struct scamper_observer *next; /* told after this one; NULL: none */
};

#endif
