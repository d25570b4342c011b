/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SHIM_H
#define SHIM_H

#include <stdint.h>

/** What uk_time_mono_ns() returns. */
extern uint64_t shim_now_ns;
/** Messages printed so far. */
extern unsigned shim_messages;
/** Runs when a thread would block. */
extern void (*shim_wait_hook)(void);

#endif
