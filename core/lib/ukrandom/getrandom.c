/* SPDX-License-Identifier: BSD-3-Clause */
/* getrandom(2): never waits, and gives all that is asked for. */
#include <stddef.h>
#include <uk/errno.h>
#include <uk/random.h>
#include <uk/syscall.h>

#define GRND_ALL 7 /* GRND_NONBLOCK, GRND_RANDOM, GRND_INSECURE */

UK_SYSCALL_R_DEFINE(long, getrandom, void *, buf, size_t, len, unsigned, flags)
{
	if (flags & ~GRND_ALL)
		return -EINVAL;
	uk_random_fill(buf, len);
	return (long)len;
}
