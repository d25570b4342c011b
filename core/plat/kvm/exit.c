/* SPDX-License-Identifier: BSD-3-Clause */
/* How the guest ends, see docs/interfaces.md, section 4. */
#include <uk/arch/cpu.h>
#include <uk/io.h>
#include <uk/plat.h>

#include "internal.h"

#define STATUS_PORT          0x2e8 /* isa-debugcon */
#define EXIT_PORT            0xf4  /* isa-debug-exit */
#define STATUS_EXIT          'E'
#define STATUS_CRASH         'C'
#define CRASH_REASON         1
#define EXIT_CRASH           0x7f
#define EXIT_MASK            0x7f
#define RESET_CONTROL        0xcf9 /* PIIX3 and ICH9 */
#define RESET_HARD           0x06
#define KEYBOARD_COMMAND     0x64
#define KEYBOARD_PULSE_RESET 0xfe

static _Noreturn void end(uint8_t kind, uint8_t value, uint32_t exit)
{
	uk_irq_disable();
	uk_outb(STATUS_PORT, kind);
	uk_outb(STATUS_PORT, value);
	uk_outl(EXIT_PORT, exit);
	/* Still here: no such device */
	kvm_acpi_power_off();
	uk_outb(RESET_CONTROL, RESET_HARD);
	uk_outb(KEYBOARD_COMMAND, KEYBOARD_PULSE_RESET);
	uk_cpu_reset();
}

_Noreturn void uk_plat_exit(int status)
{
	end(STATUS_EXIT, (uint8_t)status, (uint32_t)status & EXIT_MASK);
}

_Noreturn void uk_plat_crash(void)
{
	end(STATUS_CRASH, CRASH_REASON, EXIT_CRASH);
}
