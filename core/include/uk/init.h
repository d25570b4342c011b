/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Start functions, collected by the linker and run by ukboot in the order of
 * the stages; inside of a stage in link order.
 */
#ifndef UK_INIT_H
#define UK_INIT_H

#include <uk/essentials.h>

#define UK_INIT_EARLY  0 /* console, memory; the heap works at its end */
#define UK_INIT_PLAT   1 /* clock, interrupts, scheduler */
#define UK_INIT_BUS    2 /* devices appear: PCI, MMIO; threads may block */
#define UK_INIT_LIB    3 /* file descriptors, network stack */
#define UK_INIT_ROOTFS 4 /* mounts */
#define UK_INIT_LATE   5

struct uk_init_entry {
	int (*fn)(void);
	const char *name;
};

/*
 * UK_INIT(UK_INIT_BUS, virtio_pci_probe): int virtio_pci_probe(void) runs once.
 * A negative return stops the boot with UK8001, which names the function.
 * Parameters (uk/param.h) are parsed between UK_INIT_EARLY and UK_INIT_PLAT.
 */
#define UK_INIT(stage, func) UK_INIT_STAGE_(stage, func)
#define UK_INIT_STAGE_(stage, func)                                            \
	static const struct uk_init_entry UK_CONCAT(uk_init_, func)            \
		__attribute__((used, section(".uk_init." #stage),              \
			       aligned(8))) = {func, #func}

#endif
