/* SPDX-License-Identifier: BSD-3-Clause */
/* First C code, called by entry.S with the PVH start information. */
#include <uk/arch/cpu.h>
#include <uk/plat.h>
#include <uk/print.h>
#include <uk/xen/console.h>

#include "internal.h"

extern _Noreturn void uk_plat_start(uint64_t start_info);

static _Noreturn void not_xen(void)
{
	uk_printk("UK8501: this image runs on Xen only. Start it with xl, or "
		  "build it for kvm.\n");
	uk_cpu_reset();
}

_Noreturn void uk_plat_start(uint64_t start_info)
{
	char *cmdline;

	if (!xen_hypercall_init())
		not_xen();
	uk_xen_console_init();
	uk_cpu_init();
	cmdline = uk_plat_memory_init(start_info, xen_memory_map);
	xen_hypercall_protect();
	uk_xen_console_map();
	xen_shared_init();
	uk_boot(cmdline);
}

const char *uk_plat_name(void)
{
	return "Xen";
}
