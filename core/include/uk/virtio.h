/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * VirtIO devices, independent of how they are attached (VirtIO 1.2; section
 * numbers below are of that text).
 *
 * A transport (MMIO, PCI) finds a device and hands it to uk_virtio_attach(),
 * which looks for the driver of its kind and calls its probe function. That
 * negotiates, sets up queues and ends with uk_virtio_driver_ok().
 */
#ifndef UK_VIRTIO_H
#define UK_VIRTIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uk/virtio_ring.h>

/* 5: device types */
#define UK_VIRTIO_ID_NET 1
#define UK_VIRTIO_ID_9P  9

/* 2.1: device status */
#define UK_VIRTIO_S_ACKNOWLEDGE 1
#define UK_VIRTIO_S_DRIVER      2
#define UK_VIRTIO_S_DRIVER_OK   4
#define UK_VIRTIO_S_FEATURES_OK 8
#define UK_VIRTIO_S_NEEDS_RESET 64
#define UK_VIRTIO_S_FAILED      128

/* 6: feature bits of every device */
#define UK_VIRTIO_F_ANY_LAYOUT (1ULL << 27)
#define UK_VIRTIO_F_VERSION_1  (1ULL << 32)

/** Queues a device can have; more than any driver here uses. */
#define UK_VIRTIO_MAX_QUEUES 4

struct uk_virtio_dev;

struct uk_virtio_queue {
	struct uk_virtq vq;
	struct uk_virtio_dev *dev;
	uint16_t index;
	/** Called in interrupt context when the device used buffers; or NULL.
	 */
	void (*irq)(void *arg);
	void *irq_arg;
	/** Where the transport notifies; of the transport. */
	volatile void *notify_addr;
};

/** What a transport provides. Only the bus layer calls it. */
struct uk_virtio_transport {
	uint64_t (*features_get)(struct uk_virtio_dev *dev);
	void (*features_set)(struct uk_virtio_dev *dev, uint64_t features);
	uint8_t (*status_get)(struct uk_virtio_dev *dev);
	void (*status_set)(struct uk_virtio_dev *dev, uint8_t status);
	/** Device-specific configuration; reads 0 behind its end. */
	uint8_t (*config_read8)(struct uk_virtio_dev *dev, unsigned offset);
	/** 2.5.1: changes when the configuration does; legacy: 0. */
	uint32_t (*config_generation)(struct uk_virtio_dev *dev);
	/** Entries the device allows for a queue; 0: no such queue. */
	uint16_t (*queue_max)(struct uk_virtio_dev *dev, uint16_t index);
	/** Tells the device where q->vq is and switches the queue on. */
	int (*queue_enable)(struct uk_virtio_dev *dev,
			    struct uk_virtio_queue *q);
	void (*notify)(struct uk_virtio_queue *q);
	/** Writes what messages call the device, like "mmio 0xfeb00e00". */
	void (*name)(const struct uk_virtio_dev *dev, char *text, size_t size);
};

/** A device; the transport embeds it in its own structure. */
struct uk_virtio_dev {
	const struct uk_virtio_transport *ops;
	/** UK_VIRTIO_ID_*. */
	uint32_t id;
	/** Negotiated features. */
	uint64_t features;
	/** True: the interface before 1.0 (no FEATURES_OK, no VERSION_1). */
	bool legacy;
	/** Of uk_virtio_name(). */
	char name[24];
	/** Queues that were set up; NULL elsewhere. */
	struct uk_virtio_queue *queue[UK_VIRTIO_MAX_QUEUES];
};

/** A driver; listed in the table of drivers/virtio/bus. */
struct uk_virtio_driver {
	uint32_t id;
	const char *name;
	/** Takes the device; a negative errno leaves it FAILED, boot goes on.
	 */
	int (*probe)(struct uk_virtio_dev *dev);
};

extern const struct uk_virtio_driver uk_virtio_net_driver;
extern const struct uk_virtio_driver uk_virtio_9p_driver;

/**
 * For transports: takes over a found device. dev stays valid for ever if
 * this returns 0.
 *
 * @return 0, -ENODEV without a driver for its kind, or the driver's error
 */
int uk_virtio_attach(struct uk_virtio_dev *dev);

/** What messages call a device; valid until it is asked for again. */
const char *uk_virtio_name(struct uk_virtio_dev *dev);

/**
 * For transports, in interrupt context: runs the handlers of all queues (the
 * interrupt line does not say which one it was).
 */
void uk_virtio_irq(struct uk_virtio_dev *dev);

/**
 * Agrees on features: those of wanted that the device offers, and
 * VERSION_1 unless the device is legacy. Sets dev->features.
 *
 * @return 0 or -EIO if the device refuses
 */
int uk_virtio_negotiate(struct uk_virtio_dev *dev, uint64_t wanted);

/** True if the feature was agreed on. */
static inline bool uk_virtio_has(const struct uk_virtio_dev *dev,
				 uint64_t feature)
{
	return (dev->features & feature) != 0;
}

/** Reads len bytes of device configuration, all of one generation. */
void uk_virtio_config(struct uk_virtio_dev *dev, unsigned offset, void *buf,
		      size_t len);

/**
 * Makes queue number index with at most wanted entries.
 *
 * @param irq called in interrupt context, or NULL for no interrupts
 * @return the queue, or NULL (no such queue, no memory, no interrupt)
 */
struct uk_virtio_queue *uk_virtio_queue_setup(struct uk_virtio_dev *dev,
					      uint16_t index, uint16_t wanted,
					      void (*irq)(void *arg),
					      void *arg);

/** Publishes what was added and notifies the device if it wants that. */
void uk_virtio_queue_kick(struct uk_virtio_queue *q);

/** Ends the set-up: the device is live (3.1.1, step 8). */
void uk_virtio_driver_ok(struct uk_virtio_dev *dev);

#endif /* UK_VIRTIO_H */
