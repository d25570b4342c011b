/* SPDX-License-Identifier: BSD-3-Clause */
/* Any FADT and DSDT with correct checksums, and any root table. */
#include "shim/shim.h"

#include <stdlib.h>
#include <uk/io.h>
#include <uk/plat.h>

#include "internal.h"
#include "tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

uint32_t shim_in(uint16_t port)
{
	return port;
}

void shim_out(uint16_t port, uint32_t v)
{
	(void)port;
	(void)v;
}

uint32_t shim_read(const volatile void *a)
{
	(void)a;
	return 0;
}

void shim_write(volatile void *a, uint32_t v)
{
	(void)a;
	(void)v;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct acpi_fadt f = {0};
	uint8_t dsdt[1024] = {0};
	uint32_t tables[3] = {0};
	size_t n;

	if (size < 8 || size > 900)
		return 0;
	arena_start();
	memcpy(&tables[1], data, 8);
	n = size - 8 < sizeof(f) ? size - 8 : sizeof(f);
	memcpy(&f, data + 8, n);
	memcpy(dsdt + sizeof(struct acpi_header), data + 8, size - 8);
	f.dsdt = arena_add("DSDT", dsdt, sizeof(struct acpi_header) + size - 8);
	/* As long as the input makes it: shorter than its fields, too */
	tables[0] = arena_add("FACP", &f,
			      n < sizeof(struct acpi_header)
				      ? sizeof(struct acpi_header)
				      : n);
	arena_root(tables, 3);
	if (data[0] & 1)
		((uint8_t *)arena)[tables[1] % ARENA_BYTES] ^= data[1];
	kvm_acpi_power_off();
	kvm_acpi_pm_timer_port();
	uk_plat_acpi_table("APIC");
	return 0;
}
