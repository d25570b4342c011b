/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The hypercall page (arch-x86/cpuid.h, arch-x86/xen-x86_64.h): Xen fills a
 * page of ours with one entry of 32 bytes for each hypercall, so that we need
 * not know which instruction this CPU has for it.
 */
#include <string.h>
#include <uk/arch/cpu.h>
#include <uk/arch/paging.h>
#include <uk/essentials.h>
#include <uk/xen/hypercall.h>

#include "internal.h"

#define CPUID_HYPERVISOR (1u << 31) /* leaf 1, ECX */
#define FIRST_LEAF       0x40000000u
#define LAST_LEAF        0x40010000u /* another interface may stand first */
#define LEAF_STEP        0x100u
#define LEAF_PAGES       2u
#define ENTRY_BYTES      32

#define HVMOP_GET_PARAM 1

static char page[UK_PAGE_SIZE] __attribute__((aligned(4096)));
static bool ready;

/* struct xen_hvm_param */
struct hvm_param {
	uint16_t domain;
	uint16_t pad;
	uint32_t index;
	uint64_t value;
};

/* struct xen_add_to_physmap */
struct add_to_physmap {
	uint16_t domain;
	uint16_t size;
	uint32_t space;
	uint64_t index;
	uint64_t frame;
};

/* The first of Xen's CPUID leaves, 0: none. */
static uint32_t find_leaf(void)
{
	if (!(uk_cpuid(1).ecx & CPUID_HYPERVISOR))
		return 0;
	for (uint32_t l = FIRST_LEAF; l < LAST_LEAF; l += LEAF_STEP) {
		struct uk_cpuid c = uk_cpuid(l);
		const uint32_t text[] = {c.ebx, c.ecx, c.edx};

		if (!memcmp(text, "XenVMMXenVMM", sizeof(text)))
			return l;
	}
	return 0;
}

bool xen_hypercall_init(void)
{
	uint32_t leaf = find_leaf();

	if (!leaf)
		return false;
	/* EBX: the MSR that takes the page's address */
	uk_wrmsr(uk_cpuid(leaf + LEAF_PAGES).ebx, (uint64_t)page);
	ready = true;
	return true;
}

/* Xen wrote the code into a page of the bss: from now on it is code only. */
void xen_hypercall_protect(void)
{
	uk_paging_map((uint64_t)page, UK_PAGE_SIZE, UK_PTE_RX);
}

long uk_xen_hypercall(unsigned number, uint64_t a, uint64_t b, uint64_t c)
{
	long r;

	/* xen-x86_64.h: "Argument registers [...] may be clobbered" */
	__asm__ volatile("call *%[entry]"
			 : "=a"(r), "+D"(a), "+S"(b), "+d"(c)
			 : [entry] "r"(page + number * ENTRY_BYTES)
			 : "rcx", "r8", "r9", "r10", "r11", "memory");
	return r;
}

uint64_t uk_xen_param(uint32_t index)
{
	struct hvm_param p = {.domain = UK_XEN_SELF, .index = index};

	if (!ready || uk_xen_hypercall(UK_XEN_HVM_OP, HVMOP_GET_PARAM,
				       (uint64_t)&p, 0) < 0)
		return 0;
	return p.value;
}

int uk_xen_map(uint32_t space, uint64_t index, void *at)
{
	struct add_to_physmap p = {
		.domain = UK_XEN_SELF,
		.space = space,
		.index = index,
		.frame = (uint64_t)at >> UK_PAGE_SHIFT,
	};

	return (int)uk_xen_hypercall(UK_XEN_MEMORY_OP,
				     UK_XEN_MEMORY_ADD_TO_PHYSMAP, (uint64_t)&p,
				     0);
}

void *uk_xen_map_frame(uint64_t frame)
{
	uint64_t addr = frame << UK_PAGE_SHIFT;

	if (!uk_paging_map(addr, UK_PAGE_SIZE, UK_PTE_RW))
		return NULL;
	return (void *)addr;
}
