/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * 9pfs frontend ("Xen transport for 9pfs", docs/misc/9pfs): a page of
 * indices and grants, and a run of pages, half of it for requests, half for
 * replies. One request at a time; its thread waits.
 */
#include <string.h>
#include <uk/9p.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/io.h>
#include <uk/print.h>
#include <uk/time.h>
#include <uk/waitq.h>
#include <uk/xen/bus.h>
#include <uk/xen/event.h>
#include <uk/xen/grant.h>

/* A message of the client (16 KiB) fits either half. */
#define ORDER      3
#define PAGES      (1u << ORDER)
#define HALF_BYTES (PAGES * UK_PAGE_SIZE / 2)

/* As virtio-9p has it: a host that needs longer is taken as gone. */
#define PATIENCE_NS (60 * UK_NSEC_PER_SEC)

/* struct xen_9pfs_data_intf; "in" and "out" as the frontend sees them */
struct interface {
	uint32_t in_cons, in_prod;
	uint8_t pad1[56];
	uint32_t out_cons, out_prod;
	uint8_t pad2[56];
	uint32_t order;
	uint32_t refs[PAGES];
};

_Static_assert(__builtin_offsetof(struct interface, order) == 128, "9pfs");

struct xen_9p {
	struct uk_xen_frontend *front;
	volatile struct interface *intf;
	char *data; /* replies, then requests */
	int intf_ref;
	int refs[PAGES];
	unsigned ref_count;
	int port;
	struct uk_waitq replied;
};

static void event(void *arg)
{
	uk_waitq_wake_all(&((struct xen_9p *)arg)->replied);
}

/* Bytes of the reply that have come; more than fit: the ring is broken. */
static uint32_t arrived(const struct xen_9p *x)
{
	return x->intf->in_prod - x->intf->in_cons;
}

/* The first field of a message is its size (little endian). */
static uint32_t reply_size(const struct xen_9p *x)
{
	uint32_t at = x->intf->in_cons;
	uint32_t size = 0;

	for (unsigned i = 0; i < sizeof(size); i++)
		size |= (uint32_t)(uint8_t)x->data[(at + i) % HALF_BYTES]
			<< 8 * i;
	return size;
}

static bool complete(void *arg)
{
	struct xen_9p *x = arg;
	uint32_t n;

	if (!x->front->up)
		return true;
	n = arrived(x);
	uk_io_rmb();
	return n > HALF_BYTES || (n >= sizeof(uint32_t) && n >= reply_size(x));
}

static void send(struct xen_9p *x, const char *request, uint32_t len)
{
	char *half = x->data + HALF_BYTES;
	uint32_t prod = x->intf->out_prod;

	for (uint32_t i = 0; i < len; i++)
		half[prod++ % HALF_BYTES] = request[i];
	uk_io_wmb();
	x->intf->out_prod = prod;
	uk_xen_event_send((uint32_t)x->port);
}

static long receive(struct xen_9p *x, char *reply, uint32_t room)
{
	uint32_t size = reply_size(x);
	uint32_t cons = x->intf->in_cons;

	if (arrived(x) > HALF_BYTES || size < sizeof(size) || size > room ||
	    size > arrived(x))
		return -EIO;
	for (uint32_t i = 0; i < size; i++)
		reply[i] = x->data[cons++ % HALF_BYTES];
	uk_io_mb();
	x->intf->in_cons = cons;
	return size;
}

static long exchange(void *priv, const void *request, uint32_t request_len,
		     void *reply, uint32_t reply_room)
{
	struct xen_9p *x = priv;
	uint64_t deadline = uk_time_mono_ns() + PATIENCE_NS;
	int r = uk_xen_front_wait(x->front, deadline);

	if (r < 0)
		return r;
	if (request_len > HALF_BYTES || x->intf->out_prod != x->intf->out_cons)
		return -EIO;
	send(x, request, request_len);
	r = uk_waitq_wait_until(&x->replied, deadline, complete, x);
	if (r < 0)
		return r;
	return x->front->up ? receive(x, reply, reply_room) : -EIO;
}

static const struct uk_9p_transport transport = {.exchange = exchange};

static int probe(struct uk_xen_frontend *f)
{
	char tag[UK_9P_TAG_MAX];
	struct xen_9p *x;
	long r = uk_xen_front_need(f, "tag", tag, sizeof(tag));

	if (r < 0)
		return (int)r;
	x = uk_calloc(1, sizeof(*x));
	if (!x)
		return -ENOMEM;
	x->front = f;
	x->port = -1;
	f->priv = x;
	r = uk_9p_register(tag, &transport, x);
	if (r < 0)
		uk_free(x);
	return (int)r;
}

/* Memory once; it is kept for a backend that comes back. */
static int memory(struct xen_9p *x)
{
	if (!x->intf)
		x->intf = uk_palloc(1);
	if (!x->data)
		x->data = uk_palloc(PAGES);
	return x->intf && x->data ? 0 : -ENOMEM;
}

static int grant_all(struct xen_9p *x)
{
	uint16_t domain = x->front->backend_domain;

	memset((void *)(uintptr_t)x->intf, 0, UK_PAGE_SIZE);
	x->intf->order = ORDER;
	for (x->ref_count = 0; x->ref_count < PAGES; x->ref_count++) {
		int ref = uk_xen_grant(
			domain, x->data + x->ref_count * UK_PAGE_SIZE, false);

		if (ref < 0)
			return ref;
		x->refs[x->ref_count] = ref;
		x->intf->refs[x->ref_count] = (uint32_t)ref;
	}
	x->intf_ref = uk_xen_grant(domain, (const void *)x->intf, false);
	return UK_MIN(x->intf_ref, 0);
}

static int publish(struct xen_9p *x)
{
	const struct {
		const char *key;
		int value;
	} keys[] = {
		{"version", 1},
		{"num-rings", 1},
		{"ring-ref0", x->intf_ref},
		{"event-channel-0", x->port},
	};
	int r = 0;

	for (unsigned i = 0; i < UK_ARRAY_SIZE(keys) && !r; i++)
		r = uk_xen_front_write(x->front, keys[i].key,
				       (uint64_t)keys[i].value);
	return r;
}

static int attach(struct uk_xen_frontend *f)
{
	struct xen_9p *x = f->priv;
	int r = memory(x);

	if (uk_xen_back_number(f, "max-ring-page-order", 0) < ORDER) {
		uk_pr_err("UK8530: the backend of %s has rings below %lu "
			  "bytes. Use QEMU 2.9 or later as backend.\n",
			  f->path, HALF_BYTES);
		return -EOPNOTSUPP;
	}
	if (!r)
		r = grant_all(x);
	if (!r)
		r = x->port = uk_xen_event_listen(f->backend_domain, event, x);
	if (r >= 0)
		r = publish(x);
	return r < 0 ? r : UK_XEN_STATE_INITIALISED;
}

static void connected(struct uk_xen_frontend *f)
{
	(void)f;
}

/* Pages that the backend still holds must not serve anybody else. */
static void detach(struct uk_xen_frontend *f)
{
	struct xen_9p *x = f->priv;
	bool held = false;

	if (x->port >= 0)
		uk_xen_event_close((uint32_t)x->port);
	x->port = -1;
	while (x->ref_count)
		held |= uk_xen_grant_end(x->refs[--x->ref_count]) < 0;
	if (x->intf_ref > 0)
		held |= uk_xen_grant_end(x->intf_ref) < 0;
	x->intf_ref = 0;
	if (held) {
		x->intf = NULL;
		x->data = NULL;
	}
	uk_waitq_wake_all(&x->replied);
}

const struct uk_xen_driver uk_xen_9p_driver = {
	.type = "9pfs",
	.probe = probe,
	.attach = attach,
	.connected = connected,
	.detach = detach,
};
