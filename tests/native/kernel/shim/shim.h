/* SPDX-License-Identifier: BSD-3-Clause */
/* What stands in for the machine. */
#ifndef SHIM_H
#define SHIM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A panic ends here while it is expected; else it aborts. */
extern jmp_buf shim_panicked;
extern bool shim_panic_expected;
extern char shim_panic_text[200];

/* Runs @statement; true if it panicked. */
#define PANICS(statement)                                                      \
	(shim_panic_expected = true,                                           \
	 setjmp(shim_panicked) ? true                                          \
			       : ((statement), shim_panic_expected = false))

/* Everything that went to the console. */
extern char shim_console[4096];
extern size_t shim_console_used;

#endif
