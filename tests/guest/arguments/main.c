/* SPDX-License-Identifier: BSD-3-Clause */
/* Prints its arguments, one a line; the status is their number. */
#include <uk/errno.h>
#include <uk/init.h>
#include <uk/param.h>

#include "check.h"

static const char *color = "none";

static int set_color(const char *value)
{
	if (strcmp(value, "red") && strcmp(value, "")) {
		return -EINVAL;
	}
	color = value;
	return 0;
}

UK_PARAM(test_color, "test.color", "red, or nothing", set_color);

static int fail;

static int set_fail(const char *value)
{
	fail = *value == 'y';
	return 0;
}

UK_PARAM(test_fail, "test.fail", "y: the boot fails", set_fail);

static int init_that_fails(void)
{
	return fail ? -EIO : 0;
}

UK_INIT(UK_INIT_LATE, init_that_fails);

int main(int argc, char **argv)
{
	printf("color '%s'\n", color);
	for (int i = 1; i < argc; i++)
		printf("argv[%d] = '%s'\n", i, argv[i]);
	CHECK(argv[argc] == NULL);
	CHECK(argv[0] && *argv[0]);
	return check_failures ? 255 : argc - 1;
}
