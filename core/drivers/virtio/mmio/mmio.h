/* SPDX-License-Identifier: BSD-3-Clause */
/* Between the transport and the search for its devices. */
#ifndef UK_VIRTIO_MMIO_H
#define UK_VIRTIO_MMIO_H

#include <stddef.h>
#include <uk/virtio.h>

/** Register window of a device must hold all registers and some config. */
#define UK_MMIO_MIN_BYTES 0x120

/** Where a device may be. */
struct uk_mmio_place {
	uint64_t addr;
	size_t bytes;
	/** Interrupt line. */
	unsigned gsi;
};

/**
 * Attaches the device at a place.
 *
 * @return 0 (also for an empty slot or a device without a driver), -ENXIO if
 *	there is no VirtIO device, or another negative errno
 */
int uk_mmio_probe(const struct uk_mmio_place *place);

#endif /* UK_VIRTIO_MMIO_H */
