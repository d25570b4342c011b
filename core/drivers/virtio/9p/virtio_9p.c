/* SPDX-License-Identifier: BSD-3-Clause */
/* virtio-9p: one request at a time in one queue, its thread waits. */
#include <string.h>
#include <uk/9p.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/time.h>
#include <uk/virtio.h>
#include <uk/waitq.h>

/* The device's only feature, and its configuration: tag_len[2] tag[]. */
#define F_MOUNT_TAG    (1ULL << 0)
#define CONFIG_TAG_LEN 0
#define CONFIG_TAG     2

#define QUEUE_REQUESTS 0
/** A request takes two descriptors. */
#define ENTRIES 4

/** A host that needs longer than this for one operation is taken as gone. */
#define PATIENCE_NS (60 * UK_NSEC_PER_SEC)

struct virtio_9p {
	struct uk_virtio_queue *q;
	struct uk_waitq done;
};

static void irq(void *arg)
{
	uk_waitq_wake_all(&((struct virtio_9p *)arg)->done);
}

static bool answered(void *arg)
{
	struct uk_virtq *vq = arg;

	return vq->broken || uk_virtq_pending(vq);
}

static long exchange(void *priv, const void *request, uint32_t request_len,
		     void *reply, uint32_t reply_room)
{
	struct virtio_9p *v = priv;
	struct uk_virtq *vq = &v->q->vq;
	struct uk_virtq_seg segs[2] = {
		{.addr = (void *)(uintptr_t)request, .len = request_len},
		{.addr = reply, .len = reply_room},
	};
	uint32_t len;
	int rc;

	rc = uk_virtq_add(vq, segs, 1, 1, v);
	if (rc < 0)
		return rc;
	uk_virtio_queue_kick(v->q);
	rc = uk_waitq_wait_until(&v->done, uk_time_mono_ns() + PATIENCE_NS,
				 answered, vq);
	if (rc < 0)
		return rc;
	if (!uk_virtq_take(vq, &len))
		return -EIO;
	return (long)len;
}

static const struct uk_9p_transport transport = {.exchange = exchange};

static int read_tag(struct uk_virtio_dev *dev, char *tag)
{
	uint16_t len = 0;

	if (!uk_virtio_has(dev, F_MOUNT_TAG))
		return -ENODEV;
	uk_virtio_config(dev, CONFIG_TAG_LEN, &len, sizeof(len));
	if (len == 0 || len >= UK_9P_TAG_MAX)
		return -EINVAL;
	uk_virtio_config(dev, CONFIG_TAG, tag, len);
	tag[len] = 0;
	return 0;
}

static int probe(struct uk_virtio_dev *dev)
{
	char tag[UK_9P_TAG_MAX];
	struct virtio_9p *v;
	int rc;

	rc = uk_virtio_negotiate(dev, F_MOUNT_TAG);
	if (rc == 0)
		rc = read_tag(dev, tag);
	if (rc < 0)
		return rc;
	v = uk_calloc(1, sizeof(*v));
	if (!v)
		return -ENOMEM;
	uk_waitq_init(&v->done);
	v->q = uk_virtio_queue_setup(dev, QUEUE_REQUESTS, ENTRIES, irq, v);
	if (!v->q)
		return -ENOMEM; /* the interrupt handler may hold v: it stays */
	uk_virtio_driver_ok(dev);
	return uk_9p_register(tag, &transport, v);
}

const struct uk_virtio_driver uk_virtio_9p_driver = {
	.id = UK_VIRTIO_ID_9P,
	.name = "virtio-9p",
	.probe = probe,
};
