/* SPDX-License-Identifier: BSD-3-Clause */
/* The console as open files. */
#ifndef UK_POSIX_FD_CONSOLE_H
#define UK_POSIX_FD_CONSOLE_H

#include <uk/file.h>

extern struct uk_file uk_console_in, uk_console_out;

#endif /* UK_POSIX_FD_CONSOLE_H */
