/* SPDX-License-Identifier: BSD-3-Clause */
/* Console and formatted kernel messages. */
#ifndef UK_PRINT_H
#define UK_PRINT_H

#include <stdarg.h>
#include <stddef.h>
#include <uk/config.h>
#include <uk/essentials.h>

/* Writes all @len bytes, polled; callable from everywhere. */
void uk_console_write(const char *buf, size_t len);

/* Reads what has arrived, up to @len bytes; never blocks; 0: nothing. */
size_t uk_console_read(char *buf, size_t len);

#define UK_PRINT_ERR   0
#define UK_PRINT_WARN  1
#define UK_PRINT_INFO  2
#define UK_PRINT_DEBUG 3

/*
 * Conversions: %d %i %u %x %X %o %c %s %p %% with flags `-0+ #`, width,
 * precision (both also `*`) and the sizes hh h l ll z t j. No floating point.
 */
void uk_printk(const char *fmt, ...) UK_PRINTF(1, 2);
void uk_vprintk(const char *fmt, va_list ap) UK_PRINTF(1, 0);

/* Same conversions into @buf; returns the full length as snprintf does. */
int uk_snprintf(char *buf, size_t size, const char *fmt, ...) UK_PRINTF(3, 4);
int uk_vsnprintf(char *buf, size_t size, const char *fmt, va_list ap)
	UK_PRINTF(3, 0);

/*
 * Messages above CONFIG_LIBUKDEBUG_LEVEL (default: warn) cost nothing.
 * An error or warning starts with its code: uk_pr_err("UK8010: ...\n").
 */
#ifndef CONFIG_LIBUKDEBUG_LEVEL
#define CONFIG_LIBUKDEBUG_LEVEL UK_PRINT_WARN
#endif

#define uk_pr_level_(level, ...)                                               \
	do {                                                                   \
		if ((level) <= CONFIG_LIBUKDEBUG_LEVEL)                        \
			uk_printk(__VA_ARGS__);                                \
	} while (0)

#define uk_pr_err(...)   uk_pr_level_(UK_PRINT_ERR, __VA_ARGS__)
#define uk_pr_warn(...)  uk_pr_level_(UK_PRINT_WARN, __VA_ARGS__)
#define uk_pr_info(...)  uk_pr_level_(UK_PRINT_INFO, __VA_ARGS__)
#define uk_pr_debug(...) uk_pr_level_(UK_PRINT_DEBUG, __VA_ARGS__)

#endif
