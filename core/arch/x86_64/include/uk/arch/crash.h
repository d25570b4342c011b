/* SPDX-License-Identifier: BSD-3-Clause */
/* The crash report: message, registers, backtrace, end of the guest. */
#ifndef UK_ARCH_CRASH_H
#define UK_ARCH_CRASH_H

#include <stdint.h>
#include <uk/arch/cpu.h>

/*
 * Marks the start of a report: interrupts off. A crash within a crash ends
 * the guest at once instead of coming back here.
 */
void uk_crash_begin(void);

/* Prints the registers, four a line. */
void uk_crash_registers(const struct uk_trap_frame *frame);

/* Prints #0 @rip, then the return addresses of the frame pointer chain. */
void uk_crash_backtrace(uint64_t rip, uint64_t frame_pointer);

/* Prints UK9000 and ends the guest as crashed. */
_Noreturn void uk_crash_end(void);

#endif
