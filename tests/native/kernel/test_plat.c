/* SPDX-License-Identifier: BSD-3-Clause */
/* ACPI tables, I/O APIC routing, CMOS clock. */
#include "shim/shim.h"

#include <cmocka.h>
#include <stdlib.h>
#include <time.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/io.h>
#include <uk/irq.h>
#include <uk/plat.h>

#include "internal.h"
#include "tables.h"

/* Port accesses: the CMOS clock, and the last write elsewhere */
static uint8_t cmos[128];
static uint8_t cmos_index;
static uint16_t out_port;
static uint32_t out_value;

uint32_t shim_in(uint16_t port)
{
	return port == 0x71 ? cmos[cmos_index & 127] : 0xff;
}

void shim_out(uint16_t port, uint32_t v)
{
	if (port == 0x70)
		cmos_index = (uint8_t)v;
	out_port = port;
	out_value = v;
}

/* Two I/O APICs of 24 pins: version, and redirections as written */
#define IOAPIC0 0xfec00000u
#define IOAPIC1 0xfec10000u
static uint32_t selected[2], redirect[2][64];
static volatile void *write_addr;

static unsigned ioapic_of(const volatile void *a)
{
	return (uintptr_t)a >= IOAPIC1;
}

uint32_t shim_read(const volatile void *a)
{
	return selected[ioapic_of(a)] == 1 ? 0x170020 : 0;
}

void shim_write(volatile void *a, uint32_t v)
{
	unsigned n = ioapic_of(a);

	write_addr = a;
	out_value = v;
	if ((uintptr_t)a % 4096 == 0)
		selected[n] = v;
	else
		redirect[n][(selected[n] - 0x10) & 63] = v;
}

uint32_t kvm_lapic_id(void)
{
	return 3;
}

int uk_irq_vector_alloc(uk_irq_handler fn, void *arg)
{
	static int next = 0x21;

	(void)fn;
	(void)arg;
	return next++;
}

void *uk_malloc(size_t size)
{
	return malloc(size);
}

void uk_free(void *p)
{
	free(p);
}

static const uint8_t dsdt_s5[] = {[36] = '_', 'S',  '5', '_', 0x12, 6,
				  4,          0x0a, 5,   0,   0,    0};

static uint32_t add_fadt(const uint8_t *dsdt, size_t bytes, uint32_t flags)
{
	struct acpi_fadt f = {
		.dsdt = arena_add("DSDT", dsdt, bytes),
		.pm1a_control_block = 0x604,
		.pm_timer_block = 0x608,
		.flags = flags,
		.sleep_control = {.space = ACPI_SPACE_MEMORY,
				  .address = 0x12345678},
	};

	return arena_add("FACP", &f, sizeof(f));
}

static void build(const uint8_t *dsdt, size_t bytes, uint32_t flags)
{
	uint32_t tables[1];

	arena_start();
	tables[0] = add_fadt(dsdt, bytes, flags);
	arena_root(tables, 1);
	out_port = 0;
	write_addr = NULL;
}

static void no_acpi(void **state)
{
	(void)state;
	arena_start();
	assert_null(uk_plat_acpi_table("FACP"));
	assert_int_equal(kvm_acpi_pm_timer_port(), 0);
	kvm_acpi_power_off();
}

static void power_off(void **state)
{
	(void)state;
	build(dsdt_s5, sizeof(dsdt_s5), 0);
	assert_int_equal(kvm_acpi_pm_timer_port(), 0x608);
	kvm_acpi_power_off();
	assert_int_equal(out_port, 0x604);
	assert_int_equal(out_value, 5 << 10 | 0x2000);
}

static void power_off_reduced(void **state)
{
	(void)state;
	build(dsdt_s5, sizeof(dsdt_s5), ACPI_FADT_HW_REDUCED);
	assert_int_equal(kvm_acpi_pm_timer_port(), 0);
	kvm_acpi_power_off();
	assert_ptr_equal(write_addr, (void *)0x12345678);
	assert_int_equal(out_value, 5 << 2 | 0x20);
}

/* The package cut off at every length: no power-off, no read behind it */
static void short_dsdt(void **state)
{
	(void)state;
	for (size_t n = 36; n < 36 + 9; n++) {
		build(dsdt_s5, n, 0);
		kvm_acpi_power_off();
		assert_int_equal(out_port, 0);
	}
}

static void bad_checksum(void **state)
{
	(void)state;
	build(dsdt_s5, sizeof(dsdt_s5), 0);
	assert_non_null(uk_plat_acpi_table("FACP"));
	assert_null(uk_plat_acpi_table("MCFG"));
	((struct acpi_rsdp *)arena_rsdp)->checksum++;
	assert_null(uk_plat_acpi_table("FACP"));
}

static void wild_addresses(void **state)
{
	uint32_t tables[] = {1, 0xfffffff0, 0};

	(void)state;
	arena_start();
	arena_root(tables, 3);
	assert_null(uk_plat_acpi_table("FACP"));
	((struct acpi_rsdp *)arena_rsdp)->rsdt = 0xffffff00;
	assert_null(uk_plat_acpi_table("FACP"));
}

static void handler(void *arg)
{
	(void)arg;
}

/* The scan happens once, so this is one test */
static void ioapics(void **state)
{
	struct {
		struct acpi_madt madt;
		struct acpi_madt_ioapic first, second;
		struct acpi_madt_override override;
	} ACPI_PACKED m = {
		.first = {1, 12, 0, 0, IOAPIC0, 0},
		.second = {1, 12, 1, 0, IOAPIC1, 24},
		/* ISA 9: GSI 20, active low, level */
		.override = {2, 10, 0, 9, 20, 0xf},
	};
	uint32_t tables[1];

	(void)state;
	arena_start();
	tables[0] = arena_add("APIC", &m, sizeof(m));
	arena_root(tables, 1);
	assert_int_equal(uk_irq_gsi_count(), 48);
	assert_int_equal(uk_irq_gsi_attach(4, false, false, handler, NULL), 0);
	assert_int_equal(redirect[0][8], 0x21);
	assert_int_equal(redirect[0][9], 3u << 24);
	assert_int_equal(uk_irq_gsi_attach(9, false, false, handler, NULL), 0);
	assert_int_equal(redirect[0][40], 0x22 | 0xa000);
	assert_int_equal(uk_irq_gsi_attach(47, true, true, handler, NULL), 0);
	assert_int_equal(redirect[1][46], 0x23 | 0xa000);
	/* Shared: the same vector; not with another trigger */
	assert_int_equal(uk_irq_gsi_attach(47, true, true, handler, NULL), 0);
	assert_int_equal(redirect[1][46], 0x23 | 0xa000);
	assert_int_equal(uk_irq_gsi_attach(47, true, false, handler, NULL),
			 -EINVAL);
	assert_int_equal(uk_irq_gsi_attach(48, true, false, handler, NULL),
			 -EINVAL);
}

static uint8_t bcd(int v)
{
	return (uint8_t)(v / 10 << 4 | v % 10);
}

static void set_cmos(time_t t, bool binary, bool hours24)
{
	struct tm d;
	int hour;

	gmtime_r(&t, &d);
	hour = hours24 ? d.tm_hour : (d.tm_hour + 11) % 12 + 1;
	cmos[0] = binary ? (uint8_t)d.tm_sec : bcd(d.tm_sec);
	cmos[2] = binary ? (uint8_t)d.tm_min : bcd(d.tm_min);
	cmos[4] = binary ? (uint8_t)hour : bcd(hour);
	if (!hours24 && d.tm_hour >= 12)
		cmos[4] |= 0x80;
	cmos[7] = binary ? (uint8_t)d.tm_mday : bcd(d.tm_mday);
	cmos[8] = binary ? (uint8_t)(d.tm_mon + 1) : bcd(d.tm_mon + 1);
	cmos[9] = binary ? (uint8_t)(d.tm_year % 100) : bcd(d.tm_year % 100);
	cmos[0x32] = binary ? (uint8_t)(19 + d.tm_year / 100)
			    : bcd(19 + d.tm_year / 100);
	cmos[10] = 0x26;
	cmos[11] = (uint8_t)((binary ? 4 : 0) | (hours24 ? 2 : 0));
}

static void cmos_clock(void **state)
{
	static const time_t times[] = {951782399,  951782400,  1582934400,
				       1709164800, 1795447922, 4102444799,
				       4107542400, 946684800,  1000000000};

	(void)state;
	for (unsigned i = 0; i < sizeof(times) / sizeof(*times); i++) {
		for (unsigned mode = 0; mode < 4; mode++) {
			set_cmos(times[i], mode & 1, mode & 2);
			assert_int_equal(kvm_rtc_seconds(), times[i]);
		}
	}
	memset(cmos, 0xff, sizeof(cmos));
	assert_int_equal(kvm_rtc_seconds(), 0);
	set_cmos(times[0], true, true);
	cmos[8] = 13;
	assert_int_equal(kvm_rtc_seconds(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_acpi),
		cmocka_unit_test(power_off),
		cmocka_unit_test(power_off_reduced),
		cmocka_unit_test(short_dsdt),
		cmocka_unit_test(bad_checksum),
		cmocka_unit_test(wild_addresses),
		cmocka_unit_test(ioapics),
		cmocka_unit_test(cmos_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
