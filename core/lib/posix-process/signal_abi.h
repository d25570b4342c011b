/* SPDX-License-Identifier: BSD-3-Clause */
/* Signals of the Linux ABI on x86_64 (signal(7), rt_sigaction(2)). */
#ifndef POSIX_PROCESS_SIGNAL_ABI_H
#define POSIX_PROCESS_SIGNAL_ABI_H

#include <stdint.h>

#define UK_SIG_COUNT 64

#define UK_SIGQUIT  3
#define UK_SIGILL   4
#define UK_SIGTRAP  5
#define UK_SIGABRT  6
#define UK_SIGBUS   7
#define UK_SIGFPE   8
#define UK_SIGKILL  9
#define UK_SIGSEGV  11
#define UK_SIGCHLD  17
#define UK_SIGCONT  18
#define UK_SIGSTOP  19
#define UK_SIGTSTP  20
#define UK_SIGTTIN  21
#define UK_SIGTTOU  22
#define UK_SIGURG   23
#define UK_SIGXCPU  24
#define UK_SIGXFSZ  25
#define UK_SIGWINCH 28
#define UK_SIGSYS   31

#define UK_SIG_DFL ((uintptr_t)0)
#define UK_SIG_IGN ((uintptr_t)1)

#define UK_SIG_BLOCK   0
#define UK_SIG_UNBLOCK 1
#define UK_SIG_SETMASK 2

#define UK_SA_NODEFER   0x40000000ul
#define UK_SA_RESETHAND 0x80000000ul

#define UK_SI_TKILL (-6)
#define UK_ESRCH    3

struct uk_ksigaction {
	uintptr_t handler;
	unsigned long flags;
	uintptr_t restorer;
	uint64_t mask;
};

struct uk_siginfo {
	int32_t signo, error, code, pad;
	int32_t pid;
	uint32_t uid;
	uint8_t rest[104];
};

_Static_assert(sizeof(struct uk_siginfo) == 128, "siginfo_t of the ABI");

#endif /* POSIX_PROCESS_SIGNAL_ABI_H */
