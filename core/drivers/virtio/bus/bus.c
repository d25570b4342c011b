/* SPDX-License-Identifier: BSD-3-Clause */
/* VirtIO devices independent of the transport; sections of VirtIO 1.2. */
#include <string.h>
#include <uk/alloc.h>
#include <uk/config.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/print.h>
#include <uk/virtio.h>

static const struct uk_virtio_driver *const drivers[] = {
#if CONFIG_LIBVIRTIO_NET
	&uk_virtio_net_driver,
#endif
#if CONFIG_LIBVIRTIO_9P
	&uk_virtio_9p_driver,
#endif
	0,
};

static const struct uk_virtio_driver *driver_of(uint32_t id)
{
	for (unsigned i = 0; drivers[i]; i++)
		if (drivers[i]->id == id)
			return drivers[i];
	return 0;
}

static void status_add(struct uk_virtio_dev *dev, uint8_t bits)
{
	dev->ops->status_set(dev, dev->ops->status_get(dev) | bits);
}

/* The interrupt handler may look at a queue until this has returned. */
static void queues_free(struct uk_virtio_dev *dev)
{
	for (unsigned i = 0; i < UK_VIRTIO_MAX_QUEUES; i++) {
		struct uk_virtio_queue *q = dev->queue[i];
		size_t bytes;

		if (!q)
			continue;
		dev->queue[i] = 0;
		bytes = uk_virtq_bytes(q->vq.size);
		uk_pfree(q->vq.desc, (bytes + UK_PAGE_SIZE - 1) / UK_PAGE_SIZE);
		uk_free(q->vq.chain);
		uk_free(q);
	}
}

const char *uk_virtio_name(struct uk_virtio_dev *dev)
{
	dev->ops->name(dev, dev->name, sizeof(dev->name));
	return dev->name;
}

int uk_virtio_attach(struct uk_virtio_dev *dev)
{
	const struct uk_virtio_driver *driver = driver_of(dev->id);
	int rc;

	if (!driver) {
		uk_pr_info("virtio: no driver for type %u at %s\n", dev->id,
			   uk_virtio_name(dev));
		return -ENODEV;
	}
	/* 3.1.1: reset, then ACKNOWLEDGE, then DRIVER */
	dev->ops->status_set(dev, 0);
	for (unsigned i = 0; dev->ops->status_get(dev) != 0; i++) {
		/* 4.1.4.3.2: wait until status reads 0; a sound device is
		 * ready at once */
		if (i == 100000) {
			rc = -EIO;
			goto failed;
		}
	}
	status_add(dev, UK_VIRTIO_S_ACKNOWLEDGE);
	status_add(dev, UK_VIRTIO_S_DRIVER);
	rc = driver->probe(dev);
	if (rc == 0)
		return 0;
failed:
	uk_pr_err("UK8201: %s device at %s cannot be used (error %d). Check "
		  "the device options of the machine.\n",
		  driver->name, uk_virtio_name(dev), -rc);
	/* 2.1: a reset device touches no queue any more */
	dev->ops->status_set(dev, 0);
	dev->ops->status_set(dev, UK_VIRTIO_S_FAILED);
	queues_free(dev);
	return rc;
}

void uk_virtio_irq(struct uk_virtio_dev *dev)
{
	for (unsigned i = 0; i < UK_VIRTIO_MAX_QUEUES; i++) {
		struct uk_virtio_queue *q = dev->queue[i];

		if (q && q->irq)
			q->irq(q->irq_arg);
	}
}

int uk_virtio_negotiate(struct uk_virtio_dev *dev, uint64_t wanted)
{
	uint64_t offered = dev->ops->features_get(dev);

	if (!dev->legacy)
		wanted |= UK_VIRTIO_F_VERSION_1;
	dev->features = offered & wanted;
	/* 6.1: "A driver MUST accept VIRTIO_F_VERSION_1 if it is offered" */
	if (!dev->legacy && !uk_virtio_has(dev, UK_VIRTIO_F_VERSION_1))
		return -EIO;
	dev->ops->features_set(dev, dev->features);
	if (dev->legacy)
		return 0;
	/* 3.1.1, steps 5 and 6 */
	status_add(dev, UK_VIRTIO_S_FEATURES_OK);
	if (!(dev->ops->status_get(dev) & UK_VIRTIO_S_FEATURES_OK))
		return -EIO;
	return 0;
}

void uk_virtio_config(struct uk_virtio_dev *dev, unsigned offset, void *buf,
		      size_t len)
{
	uint8_t *out = buf;
	uint32_t before;

	/* 2.5.1: read again if the generation changed meanwhile. Bounded: a
	 * device that never settles must not stop the boot. */
	for (unsigned tries = 0; tries < 16; tries++) {
		before = dev->ops->config_generation(dev);
		for (size_t i = 0; i < len; i++)
			out[i] = dev->ops->config_read8(dev,
							offset + (unsigned)i);
		if (dev->ops->config_generation(dev) == before)
			return;
	}
}

/* The largest power of two that both sides allow. */
static uint16_t queue_size(uint16_t max, uint16_t wanted)
{
	uint16_t size = 1;

	if (wanted > UK_VIRTQ_MAX_SIZE)
		wanted = UK_VIRTQ_MAX_SIZE;
	if (max < wanted)
		wanted = max;
	while (size * 2 <= wanted)
		size = (uint16_t)(size * 2);
	return size;
}

struct uk_virtio_queue *uk_virtio_queue_setup(struct uk_virtio_dev *dev,
					      uint16_t index, uint16_t wanted,
					      void (*irq)(void *arg), void *arg)
{
	uint16_t max = dev->ops->queue_max(dev, index), size;
	struct uk_virtq_chain *chain;
	struct uk_virtio_queue *q;
	unsigned long pages;
	void *mem;

	if (max == 0 || index >= UK_VIRTIO_MAX_QUEUES || wanted == 0)
		return 0;
	size = queue_size(max, wanted);
	pages = (uk_virtq_bytes(size) + UK_PAGE_SIZE - 1) / UK_PAGE_SIZE;
	q = uk_calloc(1, sizeof(*q));
	chain = uk_calloc(size, sizeof(*chain));
	mem = uk_palloc(pages);
	if (!q || !chain || !mem)
		goto nomem;
	memset(mem, 0, pages * UK_PAGE_SIZE);
	uk_virtq_init(&q->vq, size, mem, chain);
	q->dev = dev;
	q->index = index;
	q->irq = irq;
	q->irq_arg = arg;
	if (!irq)
		uk_virtq_mute(&q->vq);
	dev->queue[index] = q;
	if (dev->ops->queue_enable(dev, q) == 0)
		return q;
	dev->queue[index] = 0;
nomem:
	uk_free(q);
	uk_free(chain);
	if (mem)
		uk_pfree(mem, pages);
	return 0;
}

void uk_virtio_queue_kick(struct uk_virtio_queue *q)
{
	if (uk_virtq_publish(&q->vq))
		q->dev->ops->notify(q);
}

void uk_virtio_driver_ok(struct uk_virtio_dev *dev)
{
	status_add(dev, UK_VIRTIO_S_DRIVER_OK);
}
