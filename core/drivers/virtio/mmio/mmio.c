/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * VirtIO over memory mapped registers (VirtIO 1.2, 4.2), version 2 and the
 * legacy version 1 (4.2.4), which QEMU uses unless told otherwise.
 */
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/io.h>
#include <uk/irq.h>
#include <uk/page.h>
#include <uk/print.h>
#include "mmio.h"

/* 4.2.2: register offsets */
enum {
	REG_MAGIC = 0x000,
	REG_VERSION = 0x004,
	REG_DEVICE_ID = 0x008,
	REG_FEATURES = 0x010,
	REG_FEATURES_SEL = 0x014,
	REG_DRIVER_FEATURES = 0x020,
	REG_DRIVER_FEATURES_SEL = 0x024,
	REG_GUEST_PAGE_SIZE = 0x028, /* legacy */
	REG_QUEUE_SEL = 0x030,
	REG_QUEUE_NUM_MAX = 0x034,
	REG_QUEUE_NUM = 0x038,
	REG_QUEUE_ALIGN = 0x03c, /* legacy */
	REG_QUEUE_PFN = 0x040,   /* legacy */
	REG_QUEUE_READY = 0x044,
	REG_QUEUE_NOTIFY = 0x050,
	REG_INTERRUPT_STATUS = 0x060,
	REG_INTERRUPT_ACK = 0x064,
	REG_STATUS = 0x070,
	REG_QUEUE_DESC = 0x080,
	REG_QUEUE_DRIVER = 0x090,
	REG_QUEUE_DEVICE = 0x0a0,
	REG_CONFIG_GENERATION = 0x0fc,
	REG_CONFIG = 0x100,
};

#define MAGIC     0x74726976 /* "virt" */
#define PAGE_SIZE 4096

struct mmio_dev {
	struct uk_virtio_dev dev;
	uint64_t addr;
	volatile char *regs;
	unsigned config_bytes;
	bool attached;
};

static struct mmio_dev *of(struct uk_virtio_dev *dev)
{
	return (struct mmio_dev *)(void *)dev; /* the first member */
}

static uint32_t reg(const struct mmio_dev *m, unsigned r)
{
	return uk_read32(m->regs + r);
}

static void set(const struct mmio_dev *m, unsigned r, uint32_t v)
{
	uk_write32(m->regs + r, v);
}

static uint64_t features_get(struct uk_virtio_dev *dev)
{
	uint64_t low;

	set(of(dev), REG_FEATURES_SEL, 0);
	low = reg(of(dev), REG_FEATURES);
	if (dev->legacy)
		return low;
	set(of(dev), REG_FEATURES_SEL, 1);
	return low | (uint64_t)reg(of(dev), REG_FEATURES) << 32;
}

static void features_set(struct uk_virtio_dev *dev, uint64_t features)
{
	set(of(dev), REG_DRIVER_FEATURES_SEL, 0);
	set(of(dev), REG_DRIVER_FEATURES, (uint32_t)features);
	if (dev->legacy) {
		/* 4.2.4: the unit of QueuePFN, to be set before any queue */
		set(of(dev), REG_GUEST_PAGE_SIZE, PAGE_SIZE);
		return;
	}
	set(of(dev), REG_DRIVER_FEATURES_SEL, 1);
	set(of(dev), REG_DRIVER_FEATURES, (uint32_t)(features >> 32));
}

static uint8_t status_get(struct uk_virtio_dev *dev)
{
	return (uint8_t)reg(of(dev), REG_STATUS);
}

static void status_set(struct uk_virtio_dev *dev, uint8_t status)
{
	set(of(dev), REG_STATUS, status);
}

static uint8_t config_read8(struct uk_virtio_dev *dev, unsigned offset)
{
	if (offset >= of(dev)->config_bytes)
		return 0;
	return uk_read8(of(dev)->regs + REG_CONFIG + offset);
}

static uint32_t config_generation(struct uk_virtio_dev *dev)
{
	return dev->legacy ? 0 : reg(of(dev), REG_CONFIG_GENERATION);
}

static uint16_t queue_max(struct uk_virtio_dev *dev, uint16_t index)
{
	uint32_t max;

	set(of(dev), REG_QUEUE_SEL, index);
	/* 4.2.3.2: "QueueReady ... expect a returned value of zero" */
	if (reg(of(dev), dev->legacy ? REG_QUEUE_PFN : REG_QUEUE_READY))
		return 0;
	max = reg(of(dev), REG_QUEUE_NUM_MAX);
	return (uint16_t)(max > UINT16_MAX ? UINT16_MAX : max);
}

static void set_address(struct mmio_dev *m, unsigned r, const void *p)
{
	uint64_t a = (uintptr_t)p;

	set(m, r, (uint32_t)a);
	set(m, r + 4, (uint32_t)(a >> 32));
}

static int queue_enable(struct uk_virtio_dev *dev, struct uk_virtio_queue *q)
{
	struct mmio_dev *m = of(dev);
	uint64_t pfn = (uintptr_t)q->vq.desc / PAGE_SIZE;

	set(m, REG_QUEUE_SEL, q->index);
	set(m, REG_QUEUE_NUM, q->vq.size);
	if (dev->legacy) {
		if (pfn > UINT32_MAX)
			return -ENOMEM;
		set(m, REG_QUEUE_ALIGN, UK_VIRTQ_ALIGN);
		set(m, REG_QUEUE_PFN, (uint32_t)pfn);
		return 0;
	}
	set_address(m, REG_QUEUE_DESC, q->vq.desc);
	set_address(m, REG_QUEUE_DRIVER, q->vq.avail);
	set_address(m, REG_QUEUE_DEVICE, q->vq.used);
	set(m, REG_QUEUE_READY, 1);
	return 0;
}

static void notify(struct uk_virtio_queue *q)
{
	set(of(q->dev), REG_QUEUE_NOTIFY, q->index);
}

static void name(const struct uk_virtio_dev *dev, char *text, size_t size)
{
	const struct mmio_dev *m = (const struct mmio_dev *)(const void *)dev;

	uk_snprintf(text, size, "mmio 0x%lx", (unsigned long)m->addr);
}

static const struct uk_virtio_transport transport = {
	.features_get = features_get,
	.features_set = features_set,
	.status_get = status_get,
	.status_set = status_set,
	.config_read8 = config_read8,
	.config_generation = config_generation,
	.queue_max = queue_max,
	.queue_enable = queue_enable,
	.notify = notify,
	.name = name,
};

static void irq(void *arg)
{
	struct mmio_dev *m = arg;
	uint32_t pending = reg(m, REG_INTERRUPT_STATUS);

	if (pending == 0)
		return; /* of another device on the same line */
	set(m, REG_INTERRUPT_ACK, pending);
	uk_virtio_irq(&m->dev);
}

int uk_mmio_probe(const struct uk_mmio_place *place)
{
	volatile char *regs;
	struct mmio_dev *m;
	uint32_t version;
	int rc;

	regs = (volatile char *)uk_page_map_io(place->addr, place->bytes);
	if (!regs)
		return -ENOMEM;
	if (uk_read32(regs + REG_MAGIC) != MAGIC)
		return -ENXIO;
	version = uk_read32(regs + REG_VERSION);
	if (version != 1 && version != 2)
		return -ENXIO;
	/* 4.2.2: "Value 0x0 is used to define a system memory map with
	 * placeholder devices" */
	if (uk_read32(regs + REG_DEVICE_ID) == 0)
		return 0;
	m = uk_calloc(1, sizeof(*m));
	if (!m)
		return -ENOMEM;
	m->regs = regs;
	m->config_bytes = (unsigned)(place->bytes - REG_CONFIG);
	m->dev.ops = &transport;
	m->dev.id = uk_read32(regs + REG_DEVICE_ID);
	m->dev.legacy = version == 1;
	m->addr = place->addr;
	rc = uk_irq_gsi_attach(place->gsi, true, false, irq, m);
	if (rc < 0) {
		uk_pr_err("UK8202: interrupt of the virtio device at %s cannot "
			  "be used (error %d). Check virtio_mmio.device.\n",
			  uk_virtio_name(&m->dev), -rc);
		uk_free(m);
		return rc;
	}
	/* From here on m belongs to the interrupt handler: never freed. */
	uk_virtio_attach(&m->dev);
	return 0;
}
