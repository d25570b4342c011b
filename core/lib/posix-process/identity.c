/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The one process of a unikernel: number 1, user and group 0, without parent.
 * Setting an identity it already has succeeds, any other is refused.
 */
#include <stddef.h>
#include <stdint.h>
#include <uk/errno.h>
#include <uk/syscall.h>

#define PROCESS 1

static int only_zero(unsigned a, unsigned b, unsigned c)
{
	const unsigned keep = UINT32_MAX;

	return (a == 0 || a == keep) && (b == 0 || b == keep) &&
			       (c == 0 || c == keep)
		       ? 0
		       : -EPERM;
}

UK_SYSCALL_R_DEFINE(int, getpid)
{
	return PROCESS;
}

UK_SYSCALL_R_DEFINE(int, getppid)
{
	return 0;
}

UK_SYSCALL_R_DEFINE(int, getpgrp)
{
	return PROCESS;
}

UK_SYSCALL_R_DEFINE(int, getpgid, int, pid)
{
	return pid == 0 || pid == PROCESS ? PROCESS : -3 /* ESRCH */;
}

UK_SYSCALL_R_DEFINE(int, getsid, int, pid)
{
	return pid == 0 || pid == PROCESS ? PROCESS : -3 /* ESRCH */;
}

UK_SYSCALL_R_DEFINE(int, getuid)
{
	return 0;
}

UK_SYSCALL_R_DEFINE(int, geteuid)
{
	return 0;
}

UK_SYSCALL_R_DEFINE(int, getgid)
{
	return 0;
}

UK_SYSCALL_R_DEFINE(int, getegid)
{
	return 0;
}

UK_SYSCALL_R_DEFINE(int, setuid, unsigned, id)
{
	return only_zero(id, 0, 0);
}

UK_SYSCALL_R_DEFINE(int, setgid, unsigned, id)
{
	return only_zero(id, 0, 0);
}

UK_SYSCALL_R_DEFINE(int, setresuid, unsigned, r, unsigned, e, unsigned, s)
{
	return only_zero(r, e, s);
}

UK_SYSCALL_R_DEFINE(int, setresgid, unsigned, r, unsigned, e, unsigned, s)
{
	return only_zero(r, e, s);
}

UK_SYSCALL_R_DEFINE(int, getgroups, int, size, unsigned *, list)
{
	(void)size;
	(void)list;
	return 0;
}

UK_SYSCALL_R_DEFINE(int, setgroups, size_t, size, const unsigned *, list)
{
	(void)list;
	return size == 0 ? 0 : -EPERM;
}
