/* SPDX-License-Identifier: BSD-3-Clause */
/* On the host start functions run as constructors. */
#ifndef UK_INIT_H
#define UK_INIT_H

#define UK_INIT(stage, fn)                                                     \
	__attribute__((constructor)) static void run_##fn(void)                \
	{                                                                      \
		if (fn() < 0)                                                  \
			__builtin_trap();                                      \
	}                                                                      \
	_Static_assert(1, "")

#endif
