/* SPDX-License-Identifier: BSD-3-Clause */
/* ACPI tables (ACPI 6.4, chapter 5), read when somebody asks for one. */
#include <string.h>
#include <uk/arch/paging.h>
#include <uk/essentials.h>
#include <uk/io.h>
#include <uk/page.h>
#include <uk/plat.h>
#include <uk/time.h>

#include "acpi.h"
#include "internal.h"

#define MAX_TABLE (1u << 20)

/* @len bytes at @addr, mapped read only if they are not RAM; NULL: no memory */
static const void *mapped(uint64_t addr, size_t len)
{
	uint64_t page = UK_ALIGN_DOWN(addr, UK_PAGE_SIZE);

	if (!addr || addr + len < addr || (addr + len) >> 47)
		return NULL;
	for (; page < addr + len; page += UK_PAGE_SIZE)
		if (!uk_paging_lookup(page) &&
		    !uk_paging_map(page, UK_PAGE_SIZE, UK_PTE_R))
			return NULL;
	return (const void *)addr;
}

static bool sums_to_zero(const void *p, size_t len)
{
	const uint8_t *b = p;
	uint8_t sum = 0;

	while (len--)
		sum = (uint8_t)(sum + *b++);
	return !sum;
}

static const struct acpi_header *table_at(uint64_t addr)
{
	const struct acpi_header *h = mapped(addr, sizeof(*h));

	if (!h || h->length < sizeof(*h) || h->length > MAX_TABLE ||
	    !mapped(addr, h->length) || !sums_to_zero(h, h->length))
		return NULL;
	return h;
}

/* The root table and the width of its entries. */
static const struct acpi_header *root_table(size_t *width)
{
	const struct acpi_rsdp *r = mapped(uk_plat_acpi_rsdp(), sizeof(*r));
	const struct acpi_header *root;

	if (!r || memcmp(r->signature, "RSD PTR ", 8) || !sums_to_zero(r, 20))
		return NULL;
	if (r->revision >= 2 && r->xsdt) {
		*width = sizeof(uint64_t);
		root = table_at(r->xsdt);
		if (root)
			return root;
	}
	*width = sizeof(uint32_t);
	return table_at(r->rsdt);
}

const void *uk_plat_acpi_table(const char signature[4])
{
	size_t width;
	const struct acpi_header *root = root_table(&width);
	const char *entry, *end;

	if (!root)
		return NULL;
	entry = (const char *)(root + 1);
	end = (const char *)root + root->length;
	for (; entry + width <= end; entry += width) {
		const struct acpi_header *h;
		uint64_t addr = 0;

		memcpy(&addr, entry, width);
		h = table_at(addr);
		if (h && !memcmp(h->signature, signature, 4))
			return h;
	}
	return NULL;
}

static const struct acpi_fadt *fadt(void)
{
	const struct acpi_fadt *f = uk_plat_acpi_table("FACP");

	/* Up to the last field of ACPI 1.0 that we use */
	if (!f || f->header.length < offsetof(struct acpi_fadt, flags) + 4)
		return NULL;
	return f;
}

uint32_t kvm_acpi_pm_timer_port(void)
{
	const struct acpi_fadt *f = fadt();

	if (!f || f->flags & ACPI_FADT_HW_REDUCED)
		return 0;
	return f->pm_timer_block;
}

/* An integer of AML: ZeroOp, OneOp, or BytePrefix and a byte (20.2.3). */
static int aml_byte(const uint8_t *p, const uint8_t *end)
{
	if (p < end && p[0] <= 1)
		return p[0];
	return p + 1 < end && p[0] == 0x0a ? p[1] : -1;
}

/* SLP_TYPa of Name(_S5_, Package () {a, b, ...}) in the DSDT; -1: none. */
static int sleep_type_s5(uint64_t dsdt)
{
	const struct acpi_header *h = table_at(dsdt);
	const uint8_t *p, *end;

	if (!h)
		return -1;
	p = (const uint8_t *)(h + 1);
	end = (const uint8_t *)h + h->length;
	for (; p + 6 < end; p++) {
		/* Name, PackageOp, PkgLength (20.2.4), NumElements */
		if (!memcmp(p, "_S5_\x12", 5))
			return aml_byte(p + 5 + 1 + (p[5] >> 6) + 1, end);
	}
	return -1;
}

static bool has_sleep_register(const struct acpi_fadt *f)
{
	return f->header.length >= offsetof(struct acpi_fadt, sleep_status) &&
	       f->sleep_control.address;
}

/* ACPI 6.4, 4.8.3.7: sleep control register of hardware-reduced machines */
static void sleep_reduced(const struct acpi_fadt *f, uint8_t type)
{
	uint8_t v = (uint8_t)(type << 2) | ACPI_SLEEP_ENABLE;
	uint64_t addr = f->sleep_control.address;

	if (f->sleep_control.space == ACPI_SPACE_IO) {
		uk_outb((uint16_t)addr, v);
	} else {
		volatile void *p = uk_page_map_io(addr, 1);

		if (p)
			uk_write8(p, v);
	}
}

void kvm_acpi_power_off(void)
{
	const struct acpi_fadt *f = fadt();
	int type = f ? sleep_type_s5(f->dsdt) : -1;

	if (type < 0)
		return;
	if (f->flags & ACPI_FADT_HW_REDUCED) {
		if (has_sleep_register(f))
			sleep_reduced(f, (uint8_t)type);
		return;
	}
	/* 4.8.3.2.1: SLP_TYP in bits 10 to 12, SLP_EN in bit 13 */
	uk_outw((uint16_t)f->pm1a_control_block,
		(uint16_t)(type << 10 | ACPI_PM1_SLEEP_ENABLE));
}
