/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A unikernel is one process whose identity all threads share in the kernel
 * already: what musl repeats in each thread needs to be done once.
 */
#include "libc.h"

void __synccall(void (*fn)(void *), void *arg)
{
	fn(arg);
}
