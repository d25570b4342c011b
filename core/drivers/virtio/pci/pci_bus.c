/* SPDX-License-Identifier: BSD-3-Clause */
/* Configuration space, scan, capabilities, MSI-X; PCI Local Bus 3.0. */
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/irq.h>
#include <uk/page.h>
#include <uk/pci.h>

#define BUSES 256u
#define SLOTS 32u
#define FUNCS 8u

/* 6.1: header types */
#define HEADER_MULTI  0x80
#define HEADER_BRIDGE 0x01

#define STATUS_CAP_LIST 0x10

/* 6.8.2: MSI-X capability and table entry */
#define MSIX_CONTROL       2
#define MSIX_TABLE         4
#define MSIX_ON            0x8000
#define MSIX_MASK_ALL      0x4000
#define MSIX_SIZE_MASK     0x07ff
#define MSIX_ENTRY_WORDS   4
#define MSIX_ENTRY_ADDR_LO 0
#define MSIX_ENTRY_ADDR_HI 1
#define MSIX_ENTRY_DATA    2
#define MSIX_ENTRY_CONTROL 3
#define MSIX_ENTRY_MASKED  1

/* 3.2.2.3.2: the address register */
static void select(const struct uk_pci_dev *d, unsigned offset)
{
	uk_outl(UK_PCI_PORT_ADDRESS,
		0x80000000u | (uint32_t)d->bus << 16 | (uint32_t)d->slot << 11 |
			(uint32_t)d->func << 8 | (offset & 0xfc));
}

uint32_t uk_pci_read32(const struct uk_pci_dev *d, unsigned offset)
{
	select(d, offset);
	return uk_inl(UK_PCI_PORT_DATA);
}

uint16_t uk_pci_read16(const struct uk_pci_dev *d, unsigned offset)
{
	select(d, offset);
	return uk_inw((uint16_t)(UK_PCI_PORT_DATA + (offset & 2)));
}

uint8_t uk_pci_read8(const struct uk_pci_dev *d, unsigned offset)
{
	select(d, offset);
	return uk_inb((uint16_t)(UK_PCI_PORT_DATA + (offset & 3)));
}

void uk_pci_write32(const struct uk_pci_dev *d, unsigned offset, uint32_t v)
{
	select(d, offset);
	uk_outl(UK_PCI_PORT_DATA, v);
}

void uk_pci_write16(const struct uk_pci_dev *d, unsigned offset, uint16_t v)
{
	select(d, offset);
	uk_outw((uint16_t)(UK_PCI_PORT_DATA + (offset & 2)), v);
}

struct scan {
	void (*found)(const struct uk_pci_dev *d, void *arg);
	void *arg;
	/* Buses to look at, and those that were queued before. */
	uint8_t queue[BUSES];
	unsigned queued;
	bool seen[BUSES];
};

static void queue_bus(struct scan *s, uint8_t bus)
{
	if (s->seen[bus])
		return; /* bridges that form a loop, or have no number */
	s->seen[bus] = true;
	s->queue[s->queued++] = bus;
}

static bool present(struct uk_pci_dev *d)
{
	uint32_t id = uk_pci_read32(d, UK_PCI_VENDOR);

	d->vendor = (uint16_t)id;
	d->device = (uint16_t)(id >> 16);
	return d->vendor != 0xffff;
}

static void scan_slot(struct scan *s, uint8_t bus, uint8_t slot)
{
	unsigned funcs = 1;

	for (unsigned func = 0; func < funcs; func++) {
		struct uk_pci_dev d = {
			.bus = bus, .slot = slot, .func = (uint8_t)func};
		uint8_t header;

		if (!present(&d)) {
			/* 3.2.2.3.4: function 0 is required */
			if (func == 0)
				return;
			continue;
		}
		header = uk_pci_read8(&d, UK_PCI_HEADER_TYPE);
		if (func == 0 && (header & HEADER_MULTI))
			funcs = FUNCS;
		if ((header & 0x7f) == HEADER_BRIDGE)
			queue_bus(s, uk_pci_read8(&d, UK_PCI_SECONDARY));
		else
			s->found(&d, s->arg);
	}
}

void uk_pci_scan(void (*found)(const struct uk_pci_dev *d, void *arg),
		 void *arg)
{
	struct scan s = {.found = found, .arg = arg};

	if (!uk_pci_host_present())
		return;
	queue_bus(&s, 0);
	for (unsigned i = 0; i < s.queued; i++)
		for (uint8_t slot = 0; slot < SLOTS; slot++)
			scan_slot(&s, s.queue[i], slot);
}

unsigned uk_pci_cap_find(const struct uk_pci_dev *d, uint8_t id, unsigned after)
{
	bool behind = after == 0;
	uint64_t seen = 0; /* one bit for each possible place */
	unsigned at;

	if (!(uk_pci_read16(d, UK_PCI_STATUS) & STATUS_CAP_LIST))
		return 0;
	at = uk_pci_read8(d, UK_PCI_CAP_PTR) & 0xfcu;
	while (at >= 0x40 && !(seen >> at / 4 & 1)) {
		seen |= 1ull << at / 4;
		if (behind && uk_pci_read8(d, at) == id)
			return at;
		if (at == after)
			behind = true;
		at = uk_pci_read8(d, at + 1) & 0xfcu;
	}
	return 0;
}

/* 6.2.5.1: base address registers */
uint64_t uk_pci_bar(const struct uk_pci_dev *d, unsigned bar)
{
	uint32_t low, high = 0;

	if (bar > 5)
		return 0;
	low = uk_pci_read32(d, UK_PCI_BAR0 + 4 * bar);
	if (low & 1)
		return 0;
	if ((low & 6) == 4) {
		if (bar == 5)
			return 0;
		high = uk_pci_read32(d, UK_PCI_BAR0 + 4 * (bar + 1));
	}
	return (uint64_t)high << 32 | (low & ~0xfu);
}

int uk_pci_msix_enable(const struct uk_pci_dev *d, struct uk_pci_msix *msix)
{
	unsigned cap = uk_pci_cap_find(d, UK_PCI_CAP_MSIX, 0);
	uint32_t where;
	uint16_t control;
	uint64_t bar;

	if (!cap)
		return -ENODEV;
	control = uk_pci_read16(d, cap + MSIX_CONTROL);
	where = uk_pci_read32(d, cap + MSIX_TABLE);
	bar = uk_pci_bar(d, where & 7);
	if (!bar)
		return -ENODEV;
	msix->entries = (control & MSIX_SIZE_MASK) + 1u;
	msix->table = uk_page_map_io(bar + (where & ~7u),
				     msix->entries * MSIX_ENTRY_WORDS * 4ul);
	if (!msix->table)
		return -ENODEV;
	for (unsigned i = 0; i < msix->entries; i++)
		msix->table[i * MSIX_ENTRY_WORDS + MSIX_ENTRY_CONTROL] =
			MSIX_ENTRY_MASKED;
	uk_pci_write16(d, cap + MSIX_CONTROL,
		       (uint16_t)((control & ~MSIX_MASK_ALL) | MSIX_ON));
	uk_pci_write16(d, UK_PCI_COMMAND,
		       uk_pci_read16(d, UK_PCI_COMMAND) | UK_PCI_CMD_INTX_OFF);
	return 0;
}

int uk_pci_msix_route(struct uk_pci_msix *msix, unsigned entry, int vector)
{
	volatile uint32_t *e = msix->table + entry * MSIX_ENTRY_WORDS;
	uint64_t address;
	uint32_t data;

	if (entry >= msix->entries)
		return -EINVAL;
	uk_irq_msi_message(vector, &address, &data);
	e[MSIX_ENTRY_ADDR_LO] = (uint32_t)address;
	e[MSIX_ENTRY_ADDR_HI] = (uint32_t)(address >> 32);
	e[MSIX_ENTRY_DATA] = data;
	e[MSIX_ENTRY_CONTROL] = 0;
	return 0;
}
