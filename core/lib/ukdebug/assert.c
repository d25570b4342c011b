/* SPDX-License-Identifier: BSD-3-Clause */
/* Panics and failed assertions. */
#include <uk/arch/crash.h>
#include <uk/assert.h>
#include <uk/print.h>

/* The report starts with the caller of uk_panic(), not with the panic. */
#define CALLER       ((uint64_t)__builtin_return_address(0))
#define CALLER_FRAME (*(uint64_t *)__builtin_frame_address(0))

static _Noreturn void stop(uint64_t rip, uint64_t frame)
{
	uk_crash_backtrace(rip, frame);
	uk_crash_end();
}

_Noreturn UK_NOINLINE void uk_panic(const char *fmt, ...)
{
	va_list ap;

	uk_crash_begin();
	va_start(ap, fmt);
	uk_vprintk(fmt, ap);
	va_end(ap);
	uk_printk("\n");
	stop(CALLER, CALLER_FRAME);
}

_Noreturn UK_NOINLINE void uk_assert_fail(const char *cond, const char *file,
					  int line)
{
	uk_crash_begin();
	uk_printk("UK9006: assertion '%s' failed in %s, line %d\n", cond, file,
		  line);
	stop(CALLER, CALLER_FRAME);
}
