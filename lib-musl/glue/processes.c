/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A unikernel has one process and cannot start another. What programs call to
 * do so is there, so that they link, and fails as on a system that does not
 * implement it (ENOSYS, POSIX 2.3); there is no command interpreter either.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int refuse(void)
{
	errno = ENOSYS;
	return -1;
}

pid_t fork(void)
{
	return refuse();
}

pid_t vfork(void)
{
	return refuse();
}

int daemon(int nochdir, int noclose)
{
	(void)nochdir;
	(void)noclose;
	return refuse();
}

int execve(const char *path, char *const argv[], char *const envp[])
{
	(void)path;
	(void)argv;
	(void)envp;
	return refuse();
}

int execv(const char *path, char *const argv[])
{
	return execve(path, argv, 0);
}

int execvp(const char *file, char *const argv[])
{
	return execve(file, argv, 0);
}

int execvpe(const char *file, char *const argv[], char *const envp[])
{
	return execve(file, argv, envp);
}

int fexecve(int fd, char *const argv[], char *const envp[])
{
	(void)fd;
	return execve("", argv, envp);
}

int execl(const char *path, const char *arg, ...)
{
	(void)path;
	(void)arg;
	return refuse();
}

int execlp(const char *file, const char *arg, ...)
{
	(void)file;
	(void)arg;
	return refuse();
}

int execle(const char *path, const char *arg, ...)
{
	(void)path;
	(void)arg;
	return refuse();
}

/* posix_spawn() returns its error and leaves errno alone. */
int posix_spawn(pid_t *restrict pid, const char *restrict path,
		const posix_spawn_file_actions_t *actions,
		const posix_spawnattr_t *restrict attributes,
		char *const argv[restrict], char *const envp[restrict])
{
	(void)pid;
	(void)path;
	(void)actions;
	(void)attributes;
	(void)argv;
	(void)envp;
	return ENOSYS;
}

int posix_spawnp(pid_t *restrict pid, const char *restrict file,
		 const posix_spawn_file_actions_t *actions,
		 const posix_spawnattr_t *restrict attributes,
		 char *const argv[restrict], char *const envp[restrict])
{
	return posix_spawn(pid, file, actions, attributes, argv, envp);
}

/* Nobody has children (waitpid(2)). */
pid_t waitpid(pid_t pid, int *status, int options)
{
	(void)pid;
	(void)status;
	(void)options;
	errno = ECHILD;
	return -1;
}

pid_t wait(int *status)
{
	return waitpid(-1, status, 0);
}

pid_t wait3(int *status, int options, struct rusage *usage)
{
	(void)usage;
	return waitpid(-1, status, options);
}

pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
	(void)usage;
	return waitpid(pid, status, options);
}

int waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
	(void)type;
	(void)info;
	return waitpid((pid_t)id, 0, options);
}

/* Without a command there is only the question for an interpreter: no. */
int system(const char *command)
{
	return command ? refuse() : 0;
}

FILE *popen(const char *command, const char *mode)
{
	(void)command;
	(void)mode;
	errno = ENOSYS;
	return 0;
}

int pclose(FILE *f)
{
	(void)f;
	errno = ECHILD;
	return -1;
}

/* What would run around a fork() never has to. */
int pthread_atfork(void (*prepare)(void), void (*parent)(void),
		   void (*child)(void))
{
	(void)prepare;
	(void)parent;
	(void)child;
	return 0;
}
