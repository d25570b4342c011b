/* SPDX-License-Identifier: BSD-3-Clause */
/* First C code, called by entry.S with the PVH start information. */
#include <uk/arch/cpu.h>
#include <uk/plat.h>
#include <uk/plat/memory.h>

#include "internal.h"

extern _Noreturn void uk_plat_start(uint64_t start_info);

_Noreturn void uk_plat_start(uint64_t start_info)
{
	kvm_console_init();
	uk_cpu_init();
	uk_boot(uk_plat_memory_init(start_info, NULL));
}
