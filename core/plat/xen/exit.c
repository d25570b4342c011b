/* SPDX-License-Identifier: BSD-3-Clause */
/* How the guest ends, see docs/interfaces.md, section 4. */
#include <uk/arch/cpu.h>
#include <uk/plat.h>
#include <uk/print.h>
#include <uk/xen/console.h>
#include <uk/xen/hypercall.h>
#include <uk/xen/shutdown.h>
#include <uk/xen/store.h>

#define STATUS_PATH "data/exit-status"

static _Noreturn void end(uint32_t reason)
{
	uk_irq_disable();
	uk_xen_console_flush();
	uk_xen_hypercall(UK_XEN_SCHED_OP, UK_XEN_SCHED_SHUTDOWN,
			 (uint64_t)&reason, 0);
	uk_cpu_reset();
}

static void leave_status(int status)
{
	char text[12];
	int r;

	uk_snprintf(text, sizeof(text), "%d", status & 0xff);
	r = uk_xen_store_write_last(STATUS_PATH, text);
	if (r < 0)
		uk_pr_err("UK8504: exit status %s cannot be written to "
			  "%s in xenstore (error %d). Look after xenstored.\n",
			  text, STATUS_PATH, -r);
}

_Noreturn void uk_xen_shutdown(int status, bool reboot)
{
	uk_irq_disable();
	leave_status(status);
	end(reboot ? UK_XEN_SHUTDOWN_REBOOT : UK_XEN_SHUTDOWN_POWEROFF);
}

_Noreturn void uk_plat_exit(int status)
{
	uk_xen_shutdown(status, false);
}

_Noreturn void uk_plat_crash(void)
{
	end(UK_XEN_SHUTDOWN_CRASH);
}
