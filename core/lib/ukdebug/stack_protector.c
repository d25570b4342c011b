/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What gcc's -fstack-protector-strong -mstack-protector-guard=global calls.
 * A libc leaves both symbols to the core. Marked as used: with link-time
 * optimisation the references appear only when the image is compiled.
 */
#include <stdint.h>
#include <uk/assert.h>
#include <uk/sched.h>

extern uintptr_t __stack_chk_guard;
extern _Noreturn void __stack_chk_fail(void);

/* Set by ukboot to a random value before any function relies on it. */
__attribute__((used)) uintptr_t __stack_chk_guard = 0x595e9fbd94fda766;

__attribute__((used)) _Noreturn void __stack_chk_fail(void)
{
	uk_panic("UK9003: stack of '%s' was overwritten beyond an array",
		 uk_thread_name(uk_thread_current()));
}
