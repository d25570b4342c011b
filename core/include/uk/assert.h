/* SPDX-License-Identifier: BSD-3-Clause */
/* Ending the guest on a broken invariant. */
#ifndef UK_ASSERT_H
#define UK_ASSERT_H

#include <uk/essentials.h>

/*
 * Prints the message (`UK9nnn: ...`, a newline is added), a backtrace and
 * `UK9000: guest stopped after a crash`, then ends the guest as a crash.
 */
_Noreturn void uk_panic(const char *fmt, ...) UK_PRINTF(1, 2);

_Noreturn void uk_assert_fail(const char *cond, const char *file, int line);

/* Always compiled in: it guards memory, not style. */
#define UK_ASSERT(cond)                                                        \
	do {                                                                   \
		if (__builtin_expect(!(cond), 0))                              \
			uk_assert_fail(#cond, __FILE_NAME__, __LINE__);        \
	} while (0)

#endif
