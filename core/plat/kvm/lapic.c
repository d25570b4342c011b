/* SPDX-License-Identifier: BSD-3-Clause */
/* Local APIC (SDM volume 3, chapter 11), as xAPIC or x2APIC. */
#include <uk/arch/cpu.h>
#include <uk/errno.h>
#include <uk/init.h>
#include <uk/io.h>
#include <uk/page.h>
#include <uk/print.h>

#include "internal.h"

#define BASE_X2APIC  0x400u
#define BASE_ENABLE  0x800u
#define BASE_ADDRESS 0xffffff000ull
#define CPUID_X2APIC (1u << 21) /* leaf 1, ECX */

/* Offsets of the xAPIC; x2APIC: MSR 0x800 + offset / 16 */
#define REG_ID            0x020
#define REG_TPR           0x080
#define REG_EOI           0x0b0
#define REG_SPURIOUS      0x0f0
#define REG_LVT_TIMER     0x320
#define REG_LVT_LINT0     0x350
#define REG_LVT_LINT1     0x360
#define REG_LVT_ERROR     0x370
#define REG_TIMER_INITIAL 0x380
#define REG_TIMER_CURRENT 0x390
#define REG_TIMER_DIVIDE  0x3e0
#define SPURIOUS_ENABLE   0x100u
#define LVT_MASKED        0x10000u
#define LVT_PERIODIC      0x20000u
#define DIVIDE_BY_1       0x0bu

#define PIC1_DATA 0x21
#define PIC2_DATA 0xa1

static volatile char *mmio; /* NULL: x2APIC */

static void write_reg(unsigned reg, uint32_t v)
{
	if (mmio)
		uk_write32(mmio + reg, v);
	else
		uk_wrmsr(0x800 + reg / 16, v);
}

static uint32_t read_reg(unsigned reg)
{
	if (mmio)
		return uk_read32(mmio + reg);
	return (uint32_t)uk_rdmsr(0x800 + reg / 16);
}

static int enable(void)
{
	uint64_t base = uk_rdmsr(UK_MSR_APIC_BASE);

	if (uk_cpuid(1).ecx & CPUID_X2APIC) {
		uk_wrmsr(UK_MSR_APIC_BASE, base | BASE_ENABLE | BASE_X2APIC);
		return 0;
	}
	if (!(base & BASE_ENABLE))
		uk_wrmsr(UK_MSR_APIC_BASE, base | BASE_ENABLE);
	mmio = uk_page_map_io(base & BASE_ADDRESS, UK_PAGE_SIZE);
	return mmio ? 0 : -ENOMEM;
}

int kvm_lapic_init(void)
{
	int r = enable();

	if (r)
		return r;
	/* The PIC stays silent, whether there is one or not */
	uk_outb(PIC1_DATA, 0xff);
	uk_outb(PIC2_DATA, 0xff);
	write_reg(REG_LVT_LINT0, LVT_MASKED);
	write_reg(REG_LVT_LINT1, LVT_MASKED);
	write_reg(REG_LVT_ERROR, LVT_MASKED);
	write_reg(REG_TPR, 0);
	write_reg(REG_SPURIOUS, SPURIOUS_ENABLE | UK_VECTOR_SPURIOUS);
	write_reg(REG_TIMER_DIVIDE, DIVIDE_BY_1);
	kvm_lapic_timer_mode(false);
	return 0;
}

void kvm_lapic_eoi(void)
{
	write_reg(REG_EOI, 0);
}

uint32_t kvm_lapic_id(void)
{
	uint32_t id = read_reg(REG_ID);

	return mmio ? id >> 24 : id;
}

void kvm_lapic_timer_mode(bool periodic)
{
	write_reg(REG_LVT_TIMER,
		  UK_VECTOR_TIMER | (periodic ? LVT_PERIODIC : 0));
}

void kvm_lapic_timer_load(uint32_t count)
{
	write_reg(REG_TIMER_INITIAL, count);
}

uint32_t kvm_lapic_timer_read(void)
{
	return read_reg(REG_TIMER_CURRENT);
}
