/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signals inside one process, without asynchronous delivery: a signal to the
 * calling thread acts at once, one to another thread interrupts its wait and
 * acts there. Faults of the CPU are not signals; they end in a crash report.
 * Nobody outside can send one.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <uk/assert.h>
#include <uk/errno.h>
#include <uk/plat.h>
#include <uk/posix_thread.h>
#include <uk/syscall.h>
#include <uk/time.h>
#include "signal_abi.h"

static struct uk_ksigaction actions[UK_SIG_COUNT + 1];
/* Sent to the process, not yet taken by any thread. */
static uint64_t process_pending;

static uint64_t bit(int sig)
{
	return 1ull << (sig - 1);
}

static bool valid(int sig)
{
	return sig >= 1 && sig <= UK_SIG_COUNT;
}

/* Signals whose default is to do nothing (signal(7)). Stopping, too: there
 * is nobody who could continue the only process. */
#define IGNORED_BY_DEFAULT                                                     \
	(1ull << (UK_SIGCHLD - 1) | 1ull << (UK_SIGCONT - 1) |                 \
	 1ull << (UK_SIGURG - 1) | 1ull << (UK_SIGWINCH - 1) |                 \
	 1ull << (UK_SIGSTOP - 1) | 1ull << (UK_SIGTSTP - 1) |                 \
	 1ull << (UK_SIGTTIN - 1) | 1ull << (UK_SIGTTOU - 1))

/* Signals whose default is a core dump: here, a crash with a backtrace. */
#define CRASH_BY_DEFAULT                                                       \
	(1ull << (UK_SIGQUIT - 1) | 1ull << (UK_SIGILL - 1) |                  \
	 1ull << (UK_SIGTRAP - 1) | 1ull << (UK_SIGABRT - 1) |                 \
	 1ull << (UK_SIGBUS - 1) | 1ull << (UK_SIGFPE - 1) |                   \
	 1ull << (UK_SIGSEGV - 1) | 1ull << (UK_SIGXCPU - 1) |                 \
	 1ull << (UK_SIGXFSZ - 1) | 1ull << (UK_SIGSYS - 1))

static bool ignored(int sig)
{
	uintptr_t h = actions[sig].handler;

	return h == UK_SIG_IGN ||
	       (h == UK_SIG_DFL && (IGNORED_BY_DEFAULT & bit(sig)));
}

static void act_by_default(int sig)
{
	if (IGNORED_BY_DEFAULT & bit(sig))
		return;
	if (CRASH_BY_DEFAULT & bit(sig))
		uk_panic("UK9402: the program ended itself with signal %d%s. "
			 "Look at the functions listed below.",
			 sig, sig == UK_SIGABRT ? " (abort)" : "");
	/* As a shell reports it. */
	uk_plat_exit(128 + sig);
}

static void act(struct uk_posix_thread *self, int sig)
{
	struct uk_ksigaction a = actions[sig];
	uint64_t saved = self->sig_blocked;
	struct uk_siginfo info;

	if (a.handler == UK_SIG_IGN)
		return;
	if (a.handler == UK_SIG_DFL) {
		act_by_default(sig);
		return;
	}
	if (a.flags & UK_SA_RESETHAND)
		actions[sig].handler = UK_SIG_DFL;
	self->sig_blocked |= a.mask;
	if (!(a.flags & UK_SA_NODEFER))
		self->sig_blocked |= bit(sig);
	memset(&info, 0, sizeof(info));
	info.signo = sig;
	info.code = UK_SI_TKILL;
	info.pid = 1;
	/* A plain handler ignores the second and third argument. */
	((void (*)(int, struct uk_siginfo *, void *))a.handler)(sig, &info,
								NULL);
	self->sig_blocked = saved;
}

/* Acts on what is pending for the running thread and not blocked. */
static int deliver(struct uk_posix_thread *self)
{
	uint64_t ready;
	int count = 0;

	while ((ready = (self->sig_pending | process_pending) &
			~self->sig_blocked)) {
		int sig = __builtin_ctzll(ready) + 1;

		self->sig_pending &= ~bit(sig);
		process_pending &= ~bit(sig);
		count += !ignored(sig);
		act(self, sig);
	}
	return count;
}

/* Called by posix-thread when a wait was interrupted. */
void uk_posix_signal_deliver(void)
{
	struct uk_posix_thread *self = uk_posix_thread_self();

	if (self)
		deliver(self);
}

static int send_to(struct uk_posix_thread *to, int sig)
{
	struct uk_posix_thread *self = uk_posix_thread_self();

	if (sig == 0 || (ignored(sig) && !(to->sig_blocked & bit(sig))))
		return 0;
	to->sig_pending |= bit(sig);
	if (to->sig_blocked & bit(sig))
		return 0;
	if (to == self)
		deliver(self);
	else
		uk_posix_thread_interrupt(to->tid);
	return 0;
}

UK_SYSCALL_R_DEFINE(int, tkill, int, tid, int, sig)
{
	struct uk_posix_thread *to = uk_posix_thread_find(tid);

	if (sig != 0 && !valid(sig))
		return -EINVAL;
	return to ? send_to(to, sig) : -UK_ESRCH;
}

UK_SYSCALL_R_DEFINE(int, tgkill, int, pid, int, tid, int, sig)
{
	return pid == 1 ? (int)uk_syscall_r_tkill(tid, sig) : -UK_ESRCH;
}

/* The process, its group (0, -1) and nobody else exists. */
UK_SYSCALL_R_DEFINE(int, kill, int, pid, int, sig)
{
	struct uk_posix_thread *self = uk_posix_thread_self();

	if (sig != 0 && !valid(sig))
		return -EINVAL;
	if (pid > 1 || pid < -1)
		return -UK_ESRCH;
	if (!self)
		return -ENOMEM;
	if (sig != 0 && (self->sig_blocked & bit(sig))) {
		process_pending |= bit(sig);
		return 0;
	}
	return send_to(self, sig);
}

UK_SYSCALL_R_DEFINE(int, rt_sigaction, int, sig, const struct uk_ksigaction *,
		    new, struct uk_ksigaction *, old, size_t, set_bytes)
{
	if (!valid(sig) || set_bytes != sizeof(uint64_t))
		return -EINVAL;
	if (new && (sig == UK_SIGKILL || sig == UK_SIGSTOP))
		return -EINVAL;
	if (old)
		*old = actions[sig];
	if (new)
		actions[sig] = *new;
	return 0;
}

UK_SYSCALL_R_DEFINE(int, rt_sigprocmask, int, how, const uint64_t *, set,
		    uint64_t *, old, size_t, set_bytes)
{
	struct uk_posix_thread *self = uk_posix_thread_self();

	if (set_bytes != sizeof(uint64_t))
		return -EINVAL;
	if (!self)
		return -ENOMEM;
	if (old)
		*old = self->sig_blocked;
	if (!set)
		return 0;
	switch (how) {
	case UK_SIG_BLOCK:
		self->sig_blocked |= *set;
		break;
	case UK_SIG_UNBLOCK:
		self->sig_blocked &= ~*set;
		break;
	case UK_SIG_SETMASK:
		self->sig_blocked = *set;
		break;
	default:
		return -EINVAL;
	}
	self->sig_blocked &= ~(bit(UK_SIGKILL) | bit(UK_SIGSTOP));
	deliver(self);
	return 0;
}

UK_SYSCALL_R_DEFINE(int, rt_sigpending, uint64_t *, set, size_t, set_bytes)
{
	struct uk_posix_thread *self = uk_posix_thread_self();

	if (set_bytes != sizeof(uint64_t))
		return -EINVAL;
	*set = process_pending | (self ? self->sig_pending : 0);
	return 0;
}

/* Waits until a handler has run; always -EINTR. */
static int wait_for_handler(struct uk_posix_thread *self)
{
	while (deliver(self) == 0)
		if (uk_posix_wait(NULL, UK_TIME_NEVER, NULL, NULL))
			break;
	return -EINTR;
}

UK_SYSCALL_R_DEFINE(int, pause)
{
	struct uk_posix_thread *self = uk_posix_thread_self();

	return self ? wait_for_handler(self) : -ENOMEM;
}

UK_SYSCALL_R_DEFINE(int, rt_sigsuspend, const uint64_t *, mask, size_t,
		    set_bytes)
{
	struct uk_posix_thread *self = uk_posix_thread_self();
	uint64_t saved;
	int r;

	if (set_bytes != sizeof(uint64_t))
		return -EINVAL;
	if (!self)
		return -ENOMEM;
	saved = self->sig_blocked;
	self->sig_blocked = *mask & ~(bit(UK_SIGKILL) | bit(UK_SIGSTOP));
	r = wait_for_handler(self);
	self->sig_blocked = saved;
	return r;
}
