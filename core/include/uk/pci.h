/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * PCI devices by configuration mechanism #1 (PCI Local Bus 3.0, 3.2.2.3.2):
 * ports 0xcf8 and 0xcfc, as both "pc" and "q35" have them. Addresses and
 * interrupt lines are those the firmware assigned; nothing is reassigned.
 */
#ifndef UK_PCI_H
#define UK_PCI_H

#include <stdbool.h>
#include <stdint.h>
#include <uk/io.h>

#define UK_PCI_PORT_ADDRESS 0xcf8
#define UK_PCI_PORT_DATA    0xcfc

/**
 * True if there is a PCI host: its address register keeps what is written.
 * Without one (microvm) the port reads as all ones.
 */
static inline bool uk_pci_host_present(void)
{
	uk_outl(UK_PCI_PORT_ADDRESS, 0x80000000u);
	return uk_inl(UK_PCI_PORT_ADDRESS) == 0x80000000u;
}

/** A function found by the scan. */
struct uk_pci_dev {
	uint8_t bus, slot, func;
	uint16_t vendor, device;
};

/* PCI 3.0, 6.1: offsets in configuration space */
#define UK_PCI_VENDOR      0x00
#define UK_PCI_COMMAND     0x04
#define UK_PCI_STATUS      0x06
#define UK_PCI_CLASS       0x08
#define UK_PCI_HEADER_TYPE 0x0e
#define UK_PCI_BAR0        0x10
#define UK_PCI_SECONDARY   0x19
#define UK_PCI_CAP_PTR     0x34
#define UK_PCI_IRQ_LINE    0x3c

#define UK_PCI_CMD_MEMORY   0x002
#define UK_PCI_CMD_MASTER   0x004
#define UK_PCI_CMD_INTX_OFF 0x400

#define UK_PCI_CAP_VENDOR 0x09
#define UK_PCI_CAP_MSIX   0x11

uint8_t uk_pci_read8(const struct uk_pci_dev *d, unsigned offset);
uint16_t uk_pci_read16(const struct uk_pci_dev *d, unsigned offset);
uint32_t uk_pci_read32(const struct uk_pci_dev *d, unsigned offset);
void uk_pci_write16(const struct uk_pci_dev *d, unsigned offset, uint16_t v);
void uk_pci_write32(const struct uk_pci_dev *d, unsigned offset, uint32_t v);

/**
 * Calls found for each function of bus 0 and of the buses behind bridges.
 * Without a PCI host (microvm) it returns at once.
 */
void uk_pci_scan(void (*found)(const struct uk_pci_dev *d, void *arg),
		 void *arg);

/**
 * Offset of the next capability with this id behind offset after (0: the
 * first), or 0. Ends on a list that loops.
 */
unsigned uk_pci_cap_find(const struct uk_pci_dev *d, uint8_t id,
			 unsigned after);

/**
 * Physical address of memory BAR number bar, or 0 if it is an I/O BAR or
 * the firmware gave it no address.
 */
uint64_t uk_pci_bar(const struct uk_pci_dev *d, unsigned bar);

/** MSI-X of one function. */
struct uk_pci_msix {
	volatile uint32_t *table;
	unsigned entries;
};

/**
 * Switches MSI-X on with all entries masked, and INTx off.
 *
 * @return 0, -ENODEV if the function has none or its table no address
 */
int uk_pci_msix_enable(const struct uk_pci_dev *d, struct uk_pci_msix *msix);

/**
 * Points an entry at an interrupt vector and unmasks it.
 *
 * @param vector of uk_irq_vector_alloc()
 * @return 0 or -EINVAL if there is no such entry
 */
int uk_pci_msix_route(struct uk_pci_msix *msix, unsigned entry, int vector);

#endif /* UK_PCI_H */
