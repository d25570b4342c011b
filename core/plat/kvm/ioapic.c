/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * I/O APICs (82093AA data sheet). ACPI's MADT lists them; a machine without
 * ACPI has one at the usual address, with the ISA interrupts at its start.
 */
#include <uk/alloc.h>
#include <uk/arch/cpu.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/io.h>
#include <uk/irq.h>
#include <uk/page.h>
#include <uk/plat.h>

#include "acpi.h"
#include "internal.h"

#define DEFAULT_ADDRESS 0xfec00000u
#define MAX_IOAPICS     4
#define ISA_INTERRUPTS  16
#define MAX_PINS        240

#define REG_SELECT          0x00
#define REG_WINDOW          0x10
#define INDEX_VERSION       0x01
#define INDEX_REDIRECT      0x10
#define REDIRECT_ACTIVE_LOW 0x2000u
#define REDIRECT_LEVEL      0x8000u
#define DESTINATION_SHIFT   24

struct ioapic {
	volatile char *mmio;
	unsigned gsi_base;
	unsigned pins;
};

/* One handler of a GSI; several may share it */
struct handler {
	struct handler *next;
	unsigned gsi;
	bool level, low;
	uk_irq_handler fn;
	void *arg;
};

static struct ioapic ioapics[MAX_IOAPICS];
static unsigned ioapic_count;
static bool scanned;
static struct handler *handlers;
static struct {
	unsigned gsi;
	uint8_t polarity, trigger; /* of the MADT: 0 as the bus says */
} isa[ISA_INTERRUPTS];

static uint32_t read_reg(const struct ioapic *a, uint32_t index)
{
	uk_write32(a->mmio + REG_SELECT, index);
	return uk_read32(a->mmio + REG_WINDOW);
}

static void write_reg(const struct ioapic *a, uint32_t index, uint32_t v)
{
	uk_write32(a->mmio + REG_SELECT, index);
	uk_write32(a->mmio + REG_WINDOW, v);
}

static void add_ioapic(uint32_t address, unsigned gsi_base)
{
	struct ioapic *a = &ioapics[ioapic_count];
	uint32_t version;

	if (ioapic_count == MAX_IOAPICS)
		return;
	a->mmio = uk_page_map_io(address, UK_PAGE_SIZE);
	if (!a->mmio)
		return;
	version = read_reg(a, INDEX_VERSION);
	a->gsi_base = gsi_base;
	a->pins = (version >> 16 & 0xff) + 1;
	if (a->pins <= MAX_PINS) /* else nobody answered: all ones */
		ioapic_count++;
}

static void add_override(const struct acpi_madt_override *o)
{
	if (o->source >= ISA_INTERRUPTS)
		return;
	isa[o->source].gsi = o->gsi;
	isa[o->source].polarity = o->flags & 3;
	isa[o->source].trigger = o->flags >> 2 & 3;
}

static void scan_madt(const struct acpi_madt *madt)
{
	const uint8_t *p = madt->entries;
	const uint8_t *end = (const uint8_t *)madt + madt->header.length;

	for (; p + 2 <= end && p[1] >= 2 && p + p[1] <= end; p += p[1]) {
		const struct acpi_madt_ioapic *a = (const void *)p;

		if (p[0] == ACPI_MADT_IOAPIC && p[1] >= sizeof(*a))
			add_ioapic(a->address, a->gsi_base);
		if (p[0] == ACPI_MADT_OVERRIDE &&
		    p[1] >= sizeof(struct acpi_madt_override))
			add_override((const void *)p);
	}
}

static void scan(void)
{
	const struct acpi_madt *madt;

	if (scanned)
		return;
	scanned = true;
	for (unsigned i = 0; i < ISA_INTERRUPTS; i++)
		isa[i].gsi = i;
	madt = uk_plat_acpi_table("APIC");
	if (madt)
		scan_madt(madt);
	else
		add_ioapic(DEFAULT_ADDRESS, 0);
}

unsigned uk_irq_gsi_count(void)
{
	unsigned n = 0;

	scan();
	for (unsigned i = 0; i < ioapic_count; i++)
		n = UK_MAX(n, ioapics[i].gsi_base + ioapics[i].pins);
	return n;
}

static const struct ioapic *ioapic_of(unsigned gsi)
{
	for (unsigned i = 0; i < ioapic_count; i++)
		if (gsi - ioapics[i].gsi_base < ioapics[i].pins)
			return &ioapics[i];
	return NULL;
}

static void unmask(const struct ioapic *a, const struct handler *h,
		   unsigned vector)
{
	uint32_t index = INDEX_REDIRECT + 2 * (h->gsi - a->gsi_base);

	write_reg(a, index + 1, kvm_lapic_id() << DESTINATION_SHIFT);
	write_reg(a, index,
		  vector | (h->level ? REDIRECT_LEVEL : 0) |
			  (h->low ? REDIRECT_ACTIVE_LOW : 0));
}

/* Runs all handlers of the GSI of the first one. */
static void gsi_fired(void *arg)
{
	unsigned gsi = ((struct handler *)arg)->gsi;

	for (struct handler *h = handlers; h; h = h->next)
		if (h->gsi == gsi)
			h->fn(h->arg);
}

static struct handler *find(unsigned gsi)
{
	struct handler *h = handlers;

	while (h && h->gsi != gsi)
		h = h->next;
	return h;
}

static void link_handler(struct handler *h)
{
	unsigned long irq = uk_irq_save();

	h->next = handlers;
	handlers = h;
	uk_irq_restore(irq);
}

/* Where the MADT wires an ISA interrupt, and how. */
static void apply_override(unsigned *gsi, bool *level, bool *low)
{
	unsigned source = *gsi;

	if (source >= ISA_INTERRUPTS)
		return;
	*gsi = isa[source].gsi;
	if (isa[source].polarity)
		*low = isa[source].polarity == 3;
	if (isa[source].trigger)
		*level = isa[source].trigger == 3;
}

int uk_irq_gsi_attach(unsigned gsi, bool level, bool low, uk_irq_handler fn,
		      void *arg)
{
	const struct ioapic *a;
	struct handler *h, *other;
	int vector;

	scan();
	apply_override(&gsi, &level, &low);
	a = ioapic_of(gsi);
	other = find(gsi);
	if (!a || (other && (other->level != level || other->low != low)))
		return -EINVAL;
	h = uk_malloc(sizeof(*h));
	if (!h)
		return -ENOMEM;
	*h = (struct handler){NULL, gsi, level, low, fn, arg};
	if (other) {
		link_handler(h);
		return 0;
	}
	vector = uk_irq_vector_alloc(gsi_fired, h);
	if (vector < 0) {
		uk_free(h);
		return vector;
	}
	link_handler(h);
	unmask(a, h, (unsigned)vector);
	return 0;
}
