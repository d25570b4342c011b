/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Division of 128-bit integers: what the compiler calls for `/` and `%` of
 * __int128. libgcc has the same, but compiled with a red zone, which an image
 * cannot have (core/make/red-zone.sh).
 */
#include <stdint.h>

typedef unsigned __int128 u128;
typedef __int128 i128;

u128 __udivmodti4(u128 n, u128 d, u128 *rest);
u128 __udivti3(u128 n, u128 d);
u128 __umodti3(u128 n, u128 d);
i128 __divmodti4(i128 n, i128 d, i128 *rest);
i128 __divti3(i128 n, i128 d);
i128 __modti3(i128 n, i128 d);

/* @high < @d, or the CPU raises #DE. */
static uint64_t divide_long(uint64_t high, uint64_t low, uint64_t d,
			    uint64_t *rest)
{
	uint64_t q;

	__asm__("divq %[d]"
		: "=a"(q), "=d"(*rest)
		: "a"(low), "d"(high), [d] "r"(d)
		: "cc");
	return q;
}

/* A divisor of one word: schoolbook, two digits. Division by zero raises #DE
 * as it does for smaller integers. */
static u128 divide_by_word(u128 n, uint64_t d, u128 *rest)
{
	uint64_t high = (uint64_t)(n >> 64), q = 0, r = high;

	if (high >= d) {
		q = high / d;
		r = high % d;
	}
	n = (u128)q << 64 | divide_long(r, (uint64_t)n, d, &r);
	*rest = r;
	return n;
}

/*
 * A divisor of two words: the quotient has one. Knuth, TAOCP volume 2, 4.3.1,
 * theorem B: with the divisor's top bit set, dividing by its upper word alone
 * gives at most 2 too much. Halving the dividend keeps it below the divisor.
 */
static u128 divide_by_long(u128 n, u128 d, u128 *rest)
{
	unsigned shift = (unsigned)__builtin_clzll((uint64_t)(d >> 64));
	uint64_t top = (uint64_t)(d << shift >> 64);
	u128 half = n >> 1;
	uint64_t r;
	u128 q = divide_long((uint64_t)(half >> 64), (uint64_t)half, top, &r);

	/* half / (top << 64) = q; n / d = 2 * half / ((d << shift) >> shift) */
	q = q >> (63 - shift);
	if (q)
		q--;
	*rest = n - q * d;
	while (*rest >= d) {
		*rest -= d;
		q++;
	}
	return q;
}

/*
 * The compiler calls these after the linker has seen who calls whom (LTO):
 * "used" keeps them until then; what nobody calls is dropped at the end.
 * "weak", because compiler-rt as a library brings them, too.
 */
__attribute__((used, weak)) u128 __udivmodti4(u128 n, u128 d, u128 *rest)
{
	u128 r;
	u128 q = d >> 64 ? divide_by_long(n, d, &r)
			 : divide_by_word(n, (uint64_t)d, &r);

	if (rest)
		*rest = r;
	return q;
}

__attribute__((used, weak)) u128 __udivti3(u128 n, u128 d)
{
	return __udivmodti4(n, d, 0);
}

__attribute__((used, weak)) u128 __umodti3(u128 n, u128 d)
{
	u128 r;

	__udivmodti4(n, d, &r);
	return r;
}

static u128 magnitude(i128 v)
{
	return v < 0 ? -(u128)v : (u128)v;
}

/* C11 6.5.5: truncation towards zero; the rest has the dividend's sign. */
__attribute__((used, weak)) i128 __divmodti4(i128 n, i128 d, i128 *rest)
{
	u128 r;
	u128 q = __udivmodti4(magnitude(n), magnitude(d), &r);

	if (rest)
		*rest = (i128)(n < 0 ? -r : r);
	return (i128)((n < 0) != (d < 0) ? -q : q);
}

__attribute__((used, weak)) i128 __divti3(i128 n, i128 d)
{
	return __divmodti4(n, d, 0);
}

__attribute__((used, weak)) i128 __modti3(i128 n, i128 d)
{
	i128 r;

	__divmodti4(n, d, &r);
	return r;
}
