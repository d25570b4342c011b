/* SPDX-License-Identifier: BSD-3-Clause */
/* The end of the guest, and what the platform knows about itself. */
#ifndef UK_PLAT_H
#define UK_PLAT_H

#include <stdint.h>

/*
 * Ends the guest with @status (0..255) for the host: status channel,
 * isa-debug-exit, ACPI power-off, reset, in this order. Callable from
 * everywhere.
 */
_Noreturn void uk_plat_exit(int status);

/* Ends the guest as crashed. Prints nothing: see uk_panic(). */
_Noreturn void uk_plat_crash(void);

/*
 * Halts until an interrupt or the monotonic clock reaches @deadline_mono_ns
 * (may return earlier). Called by the scheduler with interrupts off, and
 * returns so.
 */
void uk_plat_idle(uint64_t deadline_mono_ns);

/*
 * Called by the platform, once console and memory work: runs the stages of
 * uk/init.h and main(). @cmdline is writable and stays valid.
 */
_Noreturn void uk_boot(char *cmdline);

/* Wall clock of the machine now, ns since 1970; 0: the machine has none. */
uint64_t uk_plat_wall_ns(void);

/* "KVM", "TCG", "Xen", ... : what the hypervisor calls itself. */
const char *uk_plat_name(void);

/* Physical address of the ACPI RSDP, 0 without ACPI. */
uint64_t uk_plat_acpi_rsdp(void);

/*
 * First table with @signature ("MCFG", "FACP", ...), its checksum verified;
 * NULL: none. The table starts with the 36-byte header of ACPI 6.4, 5.2.6.
 */
const void *uk_plat_acpi_table(const char signature[4]);

/*
 * Provided by a libc that must set itself up (thread pointer, environment,
 * constructors) before it calls main(); it returns the status of main or
 * ends the guest. Without a provider ukboot calls main() directly.
 */
int uk_libc_start(int (*entry)(int, char **, char **), int argc, char **argv)
	__attribute__((weak));

/* Initial image of thread-local storage: [start, data_end) is copied, up to
 * end it is zero; the linker script provides them. */
extern const char uk_tls_start[], uk_tls_data_end[], uk_tls_end[];
extern const char uk_tls_align[]; /* its address is the alignment */

#endif
