/* SPDX-License-Identifier: BSD-3-Clause */
/* Coded errors of TNT (docs/errors/tnt.md) and the exit status. */
#ifndef TNT_ERROR_H
#define TNT_ERROR_H

enum tnt_exit {
	TNT_EXIT_OK = 0,
	TNT_EXIT_PARTIAL = 1,     /* a destination could not be probed */
	TNT_EXIT_USAGE = 2,       /* nothing was sent */
	TNT_EXIT_FILE = 3,        /* a file cannot be read or written */
	TNT_EXIT_ENGINE = 4,      /* no engine, connection lost, no memory */
	TNT_EXIT_INTERRUPTED = 5, /* by a signal; finished traces are kept */
};

/* Prints "UKnnnn: cause. Remedy." on standard error. */
void tnt_error(int code, const char *cause, const char *remedy);

/* The same with a cause made from a format. */
void tnt_errorf(int code, const char *remedy, const char *cause, ...)
	__attribute__((format(printf, 3, 4)));

#endif
