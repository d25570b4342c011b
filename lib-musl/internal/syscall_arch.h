/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * musl's system-call layer, bound to direct function calls: with a constant
 * number the dispatcher's switch folds into one call of uk_syscall_r_NAME,
 * so that section garbage collection keeps only what a program can reach.
 */
#include <uk/bits/syscall_dispatch.h>

#define __SYSCALL_LL_E(x) (x)
#define __SYSCALL_LL_O(x) (x)
#define IPC_64            0

#define UK_MUSL_INLINE static __inline __attribute__((__always_inline__))

UK_MUSL_INLINE long __syscall6(long n, long a, long b, long c, long d, long e,
			       long f)
{
	return uk_syscall_dispatch(n, a, b, c, d, e, f);
}

UK_MUSL_INLINE long __syscall0(long n)
{
	return __syscall6(n, 0, 0, 0, 0, 0, 0);
}

UK_MUSL_INLINE long __syscall1(long n, long a)
{
	return __syscall6(n, a, 0, 0, 0, 0, 0);
}

UK_MUSL_INLINE long __syscall2(long n, long a, long b)
{
	return __syscall6(n, a, b, 0, 0, 0, 0);
}

UK_MUSL_INLINE long __syscall3(long n, long a, long b, long c)
{
	return __syscall6(n, a, b, c, 0, 0, 0);
}

UK_MUSL_INLINE long __syscall4(long n, long a, long b, long c, long d)
{
	return __syscall6(n, a, b, c, d, 0, 0);
}

UK_MUSL_INLINE long __syscall5(long n, long a, long b, long c, long d, long e)
{
	return __syscall6(n, a, b, c, d, e, 0);
}

/*
 * Cancellation points. musl's own __syscall_cp is an ordinary function that
 * takes the number as a variable, which would tie every system call into each
 * image; this static one is declared first and so stays the one that is meant
 * by the later declaration in src/internal/syscall.h (C11 6.2.2p5).
 *
 * Without a thread that was cancelled both hooks only look at one flag.
 * close() is not interrupted, so that no descriptor is lost.
 */
long __uk_cancel_before(void) __attribute__((__visibility__("hidden")));
long __uk_cancel_after(long) __attribute__((__visibility__("hidden")));

UK_MUSL_INLINE long __syscall_cp(long n, long a, long b, long c, long d, long e,
				 long f)
{
	long r = n == SYS_close ? 0 : __uk_cancel_before();

	if (r)
		return r;
	r = uk_syscall_dispatch(n, a, b, c, d, e, f);
	return n == SYS_close || r != -EINTR ? r : __uk_cancel_after(r);
}
