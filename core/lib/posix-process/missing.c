/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls that no library of the image provides. */
#include <uk/config.h>
#include <uk/errno.h>
#include <uk/print.h>
#include <uk/syscall.h>

static unsigned long missing_calls;

long uk_syscall_missing(long nr)
{
	missing_calls++;
	uk_pr_debug("UK8402: system call %ld is not in this image (%lu such "
		    "calls so far). Enable the library that provides it.\n",
		    nr, missing_calls);
	return -ENOSYS;
}
