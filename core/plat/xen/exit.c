/* SPDX-License-Identifier: BSD-3-Clause */
/* How the guest ends, see docs/interfaces.md, section 4. */
#include <uk/arch/cpu.h>
#include <uk/plat.h>
#include <uk/xen/console.h>
#include <uk/xen/hypercall.h>

static _Noreturn void end(uint32_t reason)
{
	uk_irq_disable();
	uk_xen_console_flush();
	uk_xen_hypercall(UK_XEN_SCHED_OP, UK_XEN_SCHED_SHUTDOWN,
			 (uint64_t)&reason, 0);
	uk_cpu_reset();
}

_Noreturn void uk_plat_exit(int status)
{
	(void)status;
	end(UK_XEN_SHUTDOWN_POWEROFF);
}

_Noreturn void uk_plat_crash(void)
{
	end(UK_XEN_SHUTDOWN_CRASH);
}
