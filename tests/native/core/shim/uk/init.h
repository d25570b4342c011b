/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests call start functions themselves: UK_INIT makes a handle for it. */
#ifndef UK_INIT_H
#define UK_INIT_H

#define UK_INIT(stage, fn) int (*const test_init_##fn)(void) = fn

#endif
