/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * VirtIO over PCI (VirtIO 1.2, 4.1): the interface of 1.0 and later, which
 * transitional devices have too. Interrupts by MSI-X, one vector a queue, else
 * by the line that the firmware wired (4.1.4.5).
 */
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/init.h>
#include <uk/io.h>
#include <uk/irq.h>
#include <uk/page.h>
#include <uk/pci.h>
#include <uk/print.h>
#include <uk/virtio.h>

/* 4.1.2: identifiers */
#define VENDOR           0x1af4
#define DEVICE_FIRST     0x1000 /* transitional: 0x1000 to 0x103f */
#define DEVICE_MODERN    0x1040 /* + device type */
#define DEVICE_LAST      0x107f
#define TRANSITIONAL_NET 0x1000
#define TRANSITIONAL_9P  0x1009
/* Mapped of a register window: the queues and fields used here lie below,
 * whatever length the device claims. */
#define REGION_MAX 65536u

#define NO_VECTOR 0xffff

/* 4.1.4: struct virtio_pci_cap */
enum {
	CAP_LEN = 2,
	CAP_TYPE = 3,
	CAP_BAR = 4,
	CAP_OFFSET = 8,
	CAP_LENGTH = 12,
	CAP_NOTIFY_MULTIPLIER = 16,
};
enum {
	TYPE_COMMON = 1,
	TYPE_NOTIFY = 2,
	TYPE_ISR = 3,
	TYPE_DEVICE = 4,
};

/* 4.1.4.3: struct virtio_pci_common_cfg */
enum {
	COMMON_DEVICE_FEATURE_SELECT = 0,
	COMMON_DEVICE_FEATURE = 4,
	COMMON_DRIVER_FEATURE_SELECT = 8,
	COMMON_DRIVER_FEATURE = 12,
	COMMON_DEVICE_STATUS = 20,
	COMMON_CONFIG_GENERATION = 21,
	COMMON_QUEUE_SELECT = 22,
	COMMON_QUEUE_SIZE = 24,
	COMMON_QUEUE_MSIX_VECTOR = 26,
	COMMON_QUEUE_ENABLE = 28,
	COMMON_QUEUE_NOTIFY_OFF = 30,
	COMMON_QUEUE_DESC = 32,
	COMMON_QUEUE_DRIVER = 40,
	COMMON_QUEUE_DEVICE = 48,
	COMMON_BYTES = 56,
};

struct region {
	volatile char *at;
	uint32_t bytes;
};

struct pci_dev {
	struct uk_virtio_dev dev;
	struct uk_pci_dev pci;
	struct region common, notify, isr, config;
	uint32_t notify_multiplier;
	struct uk_pci_msix msix;
	bool use_msix;
};

static struct pci_dev *of(struct uk_virtio_dev *dev)
{
	return (struct pci_dev *)(void *)dev; /* the first member */
}

static volatile char *common(struct uk_virtio_dev *dev)
{
	return of(dev)->common.at;
}

static uint64_t features_get(struct uk_virtio_dev *dev)
{
	uint64_t low;

	uk_write32(common(dev) + COMMON_DEVICE_FEATURE_SELECT, 0);
	low = uk_read32(common(dev) + COMMON_DEVICE_FEATURE);
	uk_write32(common(dev) + COMMON_DEVICE_FEATURE_SELECT, 1);
	return low | (uint64_t)uk_read32(common(dev) + COMMON_DEVICE_FEATURE)
			     << 32;
}

static void features_set(struct uk_virtio_dev *dev, uint64_t features)
{
	uk_write32(common(dev) + COMMON_DRIVER_FEATURE_SELECT, 0);
	uk_write32(common(dev) + COMMON_DRIVER_FEATURE, (uint32_t)features);
	uk_write32(common(dev) + COMMON_DRIVER_FEATURE_SELECT, 1);
	uk_write32(common(dev) + COMMON_DRIVER_FEATURE,
		   (uint32_t)(features >> 32));
}

static uint8_t status_get(struct uk_virtio_dev *dev)
{
	return uk_read8(common(dev) + COMMON_DEVICE_STATUS);
}

static void status_set(struct uk_virtio_dev *dev, uint8_t status)
{
	uk_write8(common(dev) + COMMON_DEVICE_STATUS, status);
}

static uint8_t config_read8(struct uk_virtio_dev *dev, unsigned offset)
{
	if (offset >= of(dev)->config.bytes)
		return 0;
	return uk_read8(of(dev)->config.at + offset);
}

static uint32_t config_generation(struct uk_virtio_dev *dev)
{
	return uk_read8(common(dev) + COMMON_CONFIG_GENERATION);
}

static uint16_t queue_max(struct uk_virtio_dev *dev, uint16_t index)
{
	uk_write16(common(dev) + COMMON_QUEUE_SELECT, index);
	return uk_read16(common(dev) + COMMON_QUEUE_SIZE);
}

/* 4.1.5.1.2: gives the queue a vector of its own; reading back shows
 * whether the device could take it. */
static int queue_msix(struct pci_dev *p, struct uk_virtio_queue *q)
{
	volatile char *reg = p->common.at + COMMON_QUEUE_MSIX_VECTOR;
	int vector, rc;

	if (!q->irq) {
		uk_write16(reg, NO_VECTOR);
		return 0;
	}
	vector = uk_irq_vector_alloc(q->irq, q->irq_arg);
	if (vector < 0)
		return vector;
	rc = uk_pci_msix_route(&p->msix, q->index, vector);
	if (rc < 0)
		return rc;
	uk_write16(reg, q->index);
	return uk_read16(reg) == q->index ? 0 : -EIO;
}

/* 4.1.4.4: cap.offset + queue_notify_off * notify_off_multiplier */
static int queue_notify_addr(struct pci_dev *p, struct uk_virtio_queue *q)
{
	uint64_t at = uk_read16(p->common.at + COMMON_QUEUE_NOTIFY_OFF) *
		      (uint64_t)p->notify_multiplier;

	if (at + 2 > p->notify.bytes)
		return -EIO;
	q->notify_addr = p->notify.at + at;
	return 0;
}

static void set_address(volatile char *reg, const void *p)
{
	/* 4.1.3.1: 64-bit fields are two 32-bit accesses */
	uk_write32(reg, (uint32_t)(uintptr_t)p);
	uk_write32(reg + 4, (uint32_t)((uintptr_t)p >> 32));
}

static int queue_enable(struct uk_virtio_dev *dev, struct uk_virtio_queue *q)
{
	volatile char *c = common(dev);
	int rc;

	uk_write16(c + COMMON_QUEUE_SELECT, q->index);
	uk_write16(c + COMMON_QUEUE_SIZE, q->vq.size);
	rc = queue_notify_addr(of(dev), q);
	if (rc == 0 && of(dev)->use_msix)
		rc = queue_msix(of(dev), q);
	if (rc < 0)
		return rc;
	set_address(c + COMMON_QUEUE_DESC, q->vq.desc);
	set_address(c + COMMON_QUEUE_DRIVER, q->vq.avail);
	set_address(c + COMMON_QUEUE_DEVICE, q->vq.used);
	uk_write16(c + COMMON_QUEUE_ENABLE, 1);
	return 0;
}

static void notify(struct uk_virtio_queue *q)
{
	uk_write16(q->notify_addr, q->index);
}

static void name(const struct uk_virtio_dev *dev, char *text, size_t size)
{
	const struct uk_pci_dev *d =
		&((const struct pci_dev *)(const void *)dev)->pci;

	uk_snprintf(text, size, "pci %02x:%02x.%u", d->bus, d->slot, d->func);
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

/* 4.1.4.5: reading the ISR status acknowledges the interrupt. */
static void line_irq(void *arg)
{
	struct pci_dev *p = arg;

	if (uk_read8(p->isr.at))
		uk_virtio_irq(&p->dev);
}

static bool map_region(struct pci_dev *p, unsigned cap, struct region *r)
{
	uint32_t offset = uk_pci_read32(&p->pci, cap + CAP_OFFSET);
	uint32_t bytes = uk_pci_read32(&p->pci, cap + CAP_LENGTH);
	uint64_t bar =
		uk_pci_bar(&p->pci, uk_pci_read8(&p->pci, cap + CAP_BAR));

	if (!bar || !bytes || bar + offset < bar)
		return false;
	bytes = UK_MIN(bytes, REGION_MAX);
	r->at = (volatile char *)uk_page_map_io(bar + offset, bytes);
	r->bytes = r->at ? bytes : 0;
	return r->at != 0;
}

/* 4.1.4.1: "The driver SHOULD use the first instance of each virtio
 * structure type they can support." */
static void map_regions(struct pci_dev *p)
{
	unsigned cap = 0;

	while ((cap = uk_pci_cap_find(&p->pci, UK_PCI_CAP_VENDOR, cap))) {
		uint8_t type = uk_pci_read8(&p->pci, cap + CAP_TYPE);
		struct region *r = type == TYPE_COMMON   ? &p->common
				   : type == TYPE_NOTIFY ? &p->notify
				   : type == TYPE_ISR    ? &p->isr
				   : type == TYPE_DEVICE ? &p->config
							 : 0;

		if (!r || r->at || !map_region(p, cap, r))
			continue;
		if (type == TYPE_NOTIFY)
			p->notify_multiplier = uk_pci_read32(
				&p->pci, cap + CAP_NOTIFY_MULTIPLIER);
	}
}

static int irq_setup(struct pci_dev *p)
{
	uint8_t line;

	if (uk_pci_msix_enable(&p->pci, &p->msix) == 0) {
		p->use_msix = true;
		return 0;
	}
	line = uk_pci_read8(&p->pci, UK_PCI_IRQ_LINE);
	/* 6.2.4 of PCI 3.0: 255 is "unknown" or "no connection" */
	if (line == 0 || line == 255)
		return -ENODEV;
	return uk_irq_gsi_attach(line, true, true, line_irq, p);
}

static uint32_t type_of(const struct uk_pci_dev *d)
{
	if (d->device >= DEVICE_MODERN)
		return d->device - DEVICE_MODERN;
	/* 4.1.2.1 */
	if (d->device == TRANSITIONAL_NET)
		return UK_VIRTIO_ID_NET;
	if (d->device == TRANSITIONAL_9P)
		return UK_VIRTIO_ID_9P;
	return 0;
}

static void complain(struct pci_dev *p, const char *what)
{
	uk_pr_err("UK8207: virtio device at %s has %s. Use QEMU's SeaBIOS "
		  "and a device with disable-modern=off.\n",
		  uk_virtio_name(&p->dev), what);
}

static void found(const struct uk_pci_dev *d, void *arg)
{
	struct pci_dev *p;

	(void)arg;
	if (d->vendor != VENDOR || d->device < DEVICE_FIRST ||
	    d->device > DEVICE_LAST || type_of(d) == 0)
		return;
	p = uk_calloc(1, sizeof(*p));
	if (!p)
		return;
	p->pci = *d;
	p->dev.ops = &transport;
	p->dev.id = type_of(d);
	uk_pci_write16(d, UK_PCI_COMMAND,
		       uk_pci_read16(d, UK_PCI_COMMAND) | UK_PCI_CMD_MEMORY |
			       UK_PCI_CMD_MASTER);
	map_regions(p);
	if (p->common.bytes < COMMON_BYTES || !p->notify.at || !p->isr.at) {
		complain(p, "no usable register window (no BAR address from "
			    "the firmware, or a legacy-only device)");
		uk_free(p);
		return;
	}
	if (irq_setup(p) < 0) {
		complain(p, "no interrupt");
		uk_free(p);
		return;
	}
	/* From here on p belongs to the interrupt handler: never freed. */
	uk_virtio_attach(&p->dev);
}

static int virtio_pci_init(void)
{
	uk_pci_scan(found, 0);
	return 0;
}
UK_INIT(UK_INIT_BUS, virtio_pci_init);
