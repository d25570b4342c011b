/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls as direct function calls.
 *
 *	UK_SYSCALL_R_DEFINE(ssize_t, read, int, fd, void *, buf, size_t, len)
 *	{
 *		...
 *		return -EBADF;
 *	}
 *
 * defines long uk_syscall_r_read(long, long, long), which the dispatcher
 * generated from UK_PROVIDED_SYSCALLS += read-3 calls. Arguments arrive as
 * long and are converted to the types named; the result is the value, or a
 * negative errno (-4095..-1).
 */
#ifndef UK_SYSCALL_H
#define UK_SYSCALL_H

/* Number of (type, name) pairs behind a system call's name. */
#define UK_SC_COUNT(...)                                                       \
	UK_SC_COUNT_(__VA_ARGS__, 6, x, 5, x, 4, x, 3, x, 2, x, 1, x, 0, x)
#define UK_SC_COUNT_(name, a1, b1, a2, b2, a3, b3, a4, b4, a5, b5, a6, b6, n,  \
		     ...)                                                      \
	n

#define UK_SC_CAT(a, b)  UK_SC_CAT_(a, b)
#define UK_SC_CAT_(a, b) a##b

/* The parameters as longs, as typed parameters, and converted. */
#define UK_SC_LONG_0()          void
#define UK_SC_LONG_1(t, a)      long uk_sc_##a
#define UK_SC_LONG_2(t, a, ...) long uk_sc_##a, UK_SC_LONG_1(__VA_ARGS__)
#define UK_SC_LONG_3(t, a, ...) long uk_sc_##a, UK_SC_LONG_2(__VA_ARGS__)
#define UK_SC_LONG_4(t, a, ...) long uk_sc_##a, UK_SC_LONG_3(__VA_ARGS__)
#define UK_SC_LONG_5(t, a, ...) long uk_sc_##a, UK_SC_LONG_4(__VA_ARGS__)
#define UK_SC_LONG_6(t, a, ...) long uk_sc_##a, UK_SC_LONG_5(__VA_ARGS__)

#define UK_SC_DECL_0()          void
#define UK_SC_DECL_1(t, a)      t a
#define UK_SC_DECL_2(t, a, ...) t a, UK_SC_DECL_1(__VA_ARGS__)
#define UK_SC_DECL_3(t, a, ...) t a, UK_SC_DECL_2(__VA_ARGS__)
#define UK_SC_DECL_4(t, a, ...) t a, UK_SC_DECL_3(__VA_ARGS__)
#define UK_SC_DECL_5(t, a, ...) t a, UK_SC_DECL_4(__VA_ARGS__)
#define UK_SC_DECL_6(t, a, ...) t a, UK_SC_DECL_5(__VA_ARGS__)

#define UK_SC_CAST_0()
#define UK_SC_CAST_1(t, a)      (t) uk_sc_##a
#define UK_SC_CAST_2(t, a, ...) (t) uk_sc_##a, UK_SC_CAST_1(__VA_ARGS__)
#define UK_SC_CAST_3(t, a, ...) (t) uk_sc_##a, UK_SC_CAST_2(__VA_ARGS__)
#define UK_SC_CAST_4(t, a, ...) (t) uk_sc_##a, UK_SC_CAST_3(__VA_ARGS__)
#define UK_SC_CAST_5(t, a, ...) (t) uk_sc_##a, UK_SC_CAST_4(__VA_ARGS__)
#define UK_SC_CAST_6(t, a, ...) (t) uk_sc_##a, UK_SC_CAST_5(__VA_ARGS__)

#define UK_SC_DEFINE(n, rtype, name, ...)                                      \
	static inline rtype uk_sc_impl_##name(UK_SC_DECL_##n(__VA_ARGS__));    \
	long uk_syscall_r_##name(UK_SC_LONG_##n(__VA_ARGS__));                 \
	long uk_syscall_r_##name(UK_SC_LONG_##n(__VA_ARGS__))                  \
	{                                                                      \
		return (long)uk_sc_impl_##name(UK_SC_CAST_##n(__VA_ARGS__));   \
	}                                                                      \
	static inline rtype uk_sc_impl_##name(UK_SC_DECL_##n(__VA_ARGS__))

#define UK_SC_DEFINE_N(n, rtype, ...)                                          \
	UK_SC_CAT(UK_SC_DEFINE_, n)(rtype, __VA_ARGS__)
#define UK_SC_DEFINE_0(rtype, name)  UK_SC_DEFINE(0, rtype, name)
#define UK_SC_DEFINE_1(r, name, ...) UK_SC_DEFINE(1, r, name, __VA_ARGS__)
#define UK_SC_DEFINE_2(r, name, ...) UK_SC_DEFINE(2, r, name, __VA_ARGS__)
#define UK_SC_DEFINE_3(r, name, ...) UK_SC_DEFINE(3, r, name, __VA_ARGS__)
#define UK_SC_DEFINE_4(r, name, ...) UK_SC_DEFINE(4, r, name, __VA_ARGS__)
#define UK_SC_DEFINE_5(r, name, ...) UK_SC_DEFINE(5, r, name, __VA_ARGS__)
#define UK_SC_DEFINE_6(r, name, ...) UK_SC_DEFINE(6, r, name, __VA_ARGS__)

/**
 * Defines a system call: result type, name, then up to six (type, name)
 * pairs. The body follows and returns a negative errno on failure.
 */
#define UK_SYSCALL_R_DEFINE(rtype, ...)                                        \
	UK_SC_DEFINE_N(UK_SC_COUNT(__VA_ARGS__), rtype, __VA_ARGS__)

/**
 * Reached by the dispatcher for a call nobody provides.
 *
 * @return -ENOSYS
 */
long uk_syscall_missing(long nr);

#endif /* UK_SYSCALL_H */
