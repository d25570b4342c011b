/* SPDX-License-Identifier: BSD-3-Clause */
/* Signals inside of the guest; argv[1] names how it ends. */
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

static volatile int handled, last;

static void handler(int sig)
{
	handled++;
	last = sig;
}

static void info_handler(int sig, siginfo_t *info, void *context)
{
	(void)context;
	CHECK(info->si_signo == sig && info->si_pid == 1);
	handler(sig);
}

static void check_own(void)
{
	struct sigaction a = {.sa_handler = handler}, old;
	sigset_t set, pending;

	CHECK(sigaction(SIGUSR1, &a, NULL) == 0);
	CHECK(sigaction(SIGUSR1, NULL, &old) == 0);
	CHECK(old.sa_handler == handler);
	CHECK(raise(SIGUSR1) == 0 && handled == 1 && last == SIGUSR1);
	CHECK(kill(getpid(), SIGUSR1) == 0 && handled == 2);
	CHECK(kill(2, SIGUSR1) == -1 && errno == ESRCH);
	CHECK(kill(1, 65) == -1 && errno == EINVAL);
	CHECK(kill(1, 0) == 0 && raise(SIGCHLD) == 0 && handled == 2);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
	CHECK(raise(SIGUSR1) == 0 && handled == 2);
	CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1));
	CHECK(sigprocmask(SIG_UNBLOCK, &set, NULL) == 0 && handled == 3);
	a.sa_sigaction = info_handler;
	a.sa_flags = SA_SIGINFO | SA_RESETHAND;
	CHECK(sigaction(SIGUSR2, &a, NULL) == 0);
	CHECK(raise(SIGUSR2) == 0 && last == SIGUSR2);
	CHECK(sigaction(SIGUSR2, NULL, &old) == 0);
	CHECK(old.sa_handler == SIG_DFL);
	CHECK(signal(SIGKILL, handler) == SIG_ERR && errno == EINVAL);
	CHECK(signal(SIGUSR2, SIG_IGN) == SIG_DFL && raise(SIGUSR2) == 0);
}

static void *sleeper(void *arg)
{
	struct timespec long_time = {1000, 0}, left;

	CHECK(nanosleep(&long_time, &left) == -1 && errno == EINTR);
	CHECK(left.tv_sec >= 990 && left.tv_sec < 1000);
	CHECK(pause() == -1 && errno == EINTR);
	return arg;
}

static void check_other_thread(void)
{
	pthread_t t;
	int before = handled;

	CHECK(pthread_create(&t, NULL, sleeper, NULL) == 0);
	usleep(2000);
	CHECK(pthread_kill(t, SIGUSR1) == 0);
	usleep(2000);
	CHECK(handled == before + 1);
	CHECK(pthread_kill(t, SIGUSR1) == 0);
	CHECK(pthread_join(t, NULL) == 0 && handled == before + 2);
}

int main(int argc, char **argv)
{
	check_own();
	check_other_thread();
	CHECK(syscall(SYS_fork) == -1 && errno == ENOSYS);
	if (check_failures || argc < 2)
		return check_result("musl-signals");
	printf("ends by %s\n", argv[1]);
	fflush(stdout);
	if (!strcmp(argv[1], "abort"))
		abort();
	if (!strcmp(argv[1], "assert"))
		assert(argc == 17);
	if (!strcmp(argv[1], "segv"))
		raise(SIGSEGV);
	if (!strcmp(argv[1], "term"))
		raise(SIGTERM);
	return 99;
}
