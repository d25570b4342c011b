/* SPDX-License-Identifier: BSD-3-Clause */
/* Layouts of ACPI 6.4, sections 5.2.5 to 5.2.12; little endian, packed. */
#ifndef KVMPLAT_ACPI_H
#define KVMPLAT_ACPI_H

#include <stdint.h>

#define ACPI_PACKED __attribute__((packed))

struct acpi_rsdp {
	char signature[8];
	uint8_t checksum;
	char oem[6];
	uint8_t revision;
	uint32_t rsdt;
	uint32_t length;
	uint64_t xsdt;
	uint8_t extended_checksum;
	uint8_t reserved[3];
} ACPI_PACKED;

struct acpi_header {
	char signature[4];
	uint32_t length;
	uint8_t revision;
	uint8_t checksum;
	char oem[6];
	char oem_table[8];
	uint32_t oem_revision;
	uint32_t creator;
	uint32_t creator_revision;
} ACPI_PACKED;

#define ACPI_SPACE_MEMORY 0
#define ACPI_SPACE_IO     1

struct acpi_address {
	uint8_t space;
	uint8_t bit_width;
	uint8_t bit_offset;
	uint8_t access;
	uint64_t address;
} ACPI_PACKED;

#define ACPI_FADT_HW_REDUCED  (1u << 20)
#define ACPI_SLEEP_ENABLE     0x20
#define ACPI_PM1_SLEEP_ENABLE 0x2000

struct acpi_fadt {
	struct acpi_header header;
	uint32_t facs;
	uint32_t dsdt;
	uint8_t fields44[20];
	uint32_t pm1a_control_block; /* offset 64 */
	uint8_t fields68[8];
	uint32_t pm_timer_block; /* offset 76 */
	uint8_t fields80[32];
	uint32_t flags; /* offset 112 */
	uint8_t fields116[128];
	struct acpi_address sleep_control; /* offset 244 */
	struct acpi_address sleep_status;
} ACPI_PACKED;

_Static_assert(__builtin_offsetof(struct acpi_fadt, pm1a_control_block) == 64,
	       "FADT");
_Static_assert(__builtin_offsetof(struct acpi_fadt, pm_timer_block) == 76,
	       "FADT");
_Static_assert(__builtin_offsetof(struct acpi_fadt, flags) == 112, "FADT");
_Static_assert(__builtin_offsetof(struct acpi_fadt, sleep_control) == 244,
	       "FADT");

#define ACPI_MADT_IOAPIC   1
#define ACPI_MADT_OVERRIDE 2

struct acpi_madt {
	struct acpi_header header;
	uint32_t lapic;
	uint32_t flags;
	uint8_t entries[];
} ACPI_PACKED;

/* 5.2.12.3 */
struct acpi_madt_ioapic {
	uint8_t type;
	uint8_t length;
	uint8_t id;
	uint8_t reserved;
	uint32_t address;
	uint32_t gsi_base;
} ACPI_PACKED;

/* 5.2.12.5: an ISA interrupt that is wired differently */
struct acpi_madt_override {
	uint8_t type;
	uint8_t length;
	uint8_t bus;
	uint8_t source;
	uint32_t gsi;
	uint16_t flags; /* bits 0-1 polarity, 2-3 trigger; 3: low / level */
} ACPI_PACKED;

#endif
