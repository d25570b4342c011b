/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of the guests: a failure is printed and makes the status 1. */
#ifndef GUEST_CHECK_H
#define GUEST_CHECK_H

#include <stdio.h>
#include <string.h>

static int check_failures;

#define CHECK(cond)                                                            \
	do {                                                                   \
		if (!(cond)) {                                                 \
			printf("FAIL line %d: %s\n", __LINE__, #cond);         \
			check_failures++;                                      \
		}                                                              \
	} while (0)

/* The last line of a guest that ends by itself, and its status. */
static inline int check_result(const char *name)
{
	printf("%s %s\n", check_failures ? "failed" : "passed", name);
	return check_failures != 0;
}

#endif
