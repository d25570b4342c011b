/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * musl ends a process it finds corrupted with HLT, which faults in user mode.
 * A unikernel runs in ring 0, where HLT only waits: crash with a report.
 */
#include_next <atomic_arch.h>

_Noreturn void uk_libc_crash(void);

#undef a_crash
#define a_crash uk_libc_crash
