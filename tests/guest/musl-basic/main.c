/* SPDX-License-Identifier: BSD-3-Clause */
/* The C library: numbers and text, memory, time, environment, exit. */
#define _GNU_SOURCE
#include <asm/unistd.h>
#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <locale.h>
#include <malloc.h>
#include <math.h>
#include <pty.h>
#include <regex.h>
#include <search.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "check.h"

/* Images of TLS that are initialised, zero, and strictly aligned. */
static __thread int tls_set = 1234;
static __thread char tls_zero[100];
static __thread char tls_aligned[32] __attribute__((aligned(64))) = "aligned";

static int constructed;

__attribute__((constructor)) static void construct(void)
{
	constructed++;
}

static void check_start(int argc, char **argv)
{
	CHECK(constructed == 1);
	CHECK(tls_set == 1234);
	CHECK(tls_zero[0] == 0 && tls_zero[99] == 0);
	CHECK((uintptr_t)tls_aligned % 64 == 0);
	CHECK(!strcmp(tls_aligned, "aligned"));
	CHECK(argc >= 1 && argv[0] && !argv[argc]);
	CHECK(getpid() == 1 && getuid() == 0);
	CHECK(setuid(0) == 0 && setuid(1) == -1 && errno == EPERM);
}

static void check_numbers(void)
{
	char text[200];
	char *end;

	snprintf(text, sizeof(text), "%d|%+.3e|%g|%a|%5.1f|%-6s|%08.3f|%Lf", -5,
		 12345.678, 1e-7, 1.0, 2.25, "ab", -3.14159, 1.5L);
	CHECK(!strcmp(text, "-5|+1.235e+04|1e-07|0x1p+0|  2.2|ab    "
			    "|-003.142|1.500000"));
	CHECK(snprintf(text, 4, "%s", "123456") == 6 && !strcmp(text, "123"));
	CHECK(strtod("0x1.8p1rest", &end) == 3.0 && !strcmp(end, "rest"));
	CHECK(strtod("1e400", NULL) == HUGE_VAL && errno == ERANGE);
	CHECK(strtol("-0x7f", NULL, 0) == -127);
	CHECK(strtoull("18446744073709551615", NULL, 10) == UINT64_MAX);
	CHECK(sscanf("7 apples 2.5", "%*d %s %lf", text, &(double){0}) == 2);
	CHECK(fabs(sqrt(2) * sqrt(2) - 2) < 1e-15);
	CHECK(fabs(sin(1) * sin(1) + cos(1) * cos(1) - 1) < 1e-15);
	CHECK(pow(2, 10) == 1024 && floor(-1.5) == -2 && isnan(NAN));
	/* What the compiler calls is the core's, without a red zone */
	volatile unsigned __int128 big = (unsigned __int128)1 << 100;
	volatile __int128 negative = -7;

	CHECK(big / 3 == ((unsigned __int128)0x555555555 << 64 |
			  0x5555555555555555) &&
	      big % 10 == 6 && negative / 2 == -3 && negative % 2 == -1);
	CHECK(fabs(exp(log(10)) - 10) < 1e-14 && lrint(2.5) == 2);
	CHECK(expm1l(-70) == -1 &&
	      fabsl(expm1l(1) - 1.718281828459045235L) < 1e-17L);
	CHECK(feclearexcept(FE_ALL_EXCEPT) == 0 &&
	      feraiseexcept(FE_INVALID | FE_OVERFLOW) == 0 &&
	      feclearexcept(FE_OVERFLOW) == 0 &&
	      fetestexcept(FE_ALL_EXCEPT) == FE_INVALID);
}

static int by_value(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void check_text(void)
{
	int numbers[] = {5, 3, 9, 1, 7};
	char words[] = "a,b;;c";
	char *state, *copy;
	wchar_t wide[8];
	regex_t re;
	regmatch_t m[2];

	qsort(numbers, 5, sizeof(int), by_value);
	CHECK(numbers[0] == 1 && numbers[4] == 9);
	CHECK(*(int *)bsearch(&(int){7}, numbers, 5, sizeof(int), by_value) ==
	      7);
	CHECK(!strcmp(strtok_r(words, ",;", &state), "a"));
	CHECK(!strcmp(strtok_r(NULL, ",;", &state), "b"));
	CHECK(!strcmp(strtok_r(NULL, ",;", &state), "c"));
	CHECK(strstr("needle in hay", "in h") && !strchr("abc", 'x'));
	CHECK(asprintf(&copy, "%s-%d", "x", 1) == 3 && !strcmp(copy, "x-1"));
	free(copy);
	CHECK(toupper('q') == 'Q' && isspace('\t') && !isdigit('a'));
	CHECK(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	CHECK(mbstowcs(wide, "\xc3\xa4z", 8) == 2 && wide[0] == 0xe4);
	CHECK(fnmatch("*.c", "main.c", 0) == 0);
	CHECK(regcomp(&re, "([0-9]+)ms", REG_EXTENDED) == 0);
	CHECK(regexec(&re, "rtt 42ms", 2, m, 0) == 0 && m[1].rm_so == 4);
	regfree(&re);
	CHECK(!strcmp(strerror(ENOENT), "No such file or directory"));
}

static void check_memory(void)
{
	char *p = malloc(10);
	void *aligned;
	unsigned i;

	CHECK(p && malloc_usable_size(p) >= 10 && (uintptr_t)p % 16 == 0);
	memcpy(p, "123456789", 10);
	p = realloc(p, 100000);
	CHECK(p && !strcmp(p, "123456789"));
	errno = EINTR;
	free(p);
	CHECK(errno == EINTR);
	p = calloc(1000, 10);
	for (i = 0; i < 10000; i++)
		CHECK(p[i] == 0);
	free(p);
	CHECK(posix_memalign(&aligned, 4096, 100) == 0);
	CHECK((uintptr_t)aligned % 4096 == 0);
	free(aligned);
	CHECK(posix_memalign(&aligned, 3, 1) == EINVAL);
	errno = 0;
	CHECK(!malloc(SIZE_MAX / 2) && errno == ENOMEM);
	CHECK(!calloc(SIZE_MAX / 2, 4) && errno == ENOMEM);
	CHECK(malloc(0) != NULL);
}

static void check_mappings(void)
{
	char *m = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(m != MAP_FAILED && m[0] == 0 && m[3 * 4096 - 1] == 0);
	m[4096] = 1;
	CHECK(mprotect(m, 4096, PROT_NONE) == 0);
	CHECK(mprotect(m, 4096, PROT_READ | PROT_WRITE | PROT_EXEC) == -1 &&
	      errno == EACCES);
	CHECK(munmap(m + 4096, 4096) == 0);
	CHECK(munmap(m + 4096, 4096) == -1 && errno == EINVAL);
	CHECK(munmap(m, 4096) == 0 && munmap(m + 8192, 4096) == 0);
	CHECK(munmap((void *)0x100000, 4096) == -1);
	CHECK(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
	      MAP_FAILED);
	CHECK(mmap((void *)0x100000, 4096, PROT_READ,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		   0) == MAP_FAILED);
}

static void check_time(void)
{
	struct timespec a, b, pause = {0, 3000000};
	struct timeval tv;
	struct tm tm = {.tm_year = 124, .tm_mon = 1, .tm_mday = 29};
	time_t day;
	char text[40];

	CHECK(clock_gettime(CLOCK_MONOTONIC, &a) == 0);
	CHECK(nanosleep(&pause, NULL) == 0);
	CHECK(clock_gettime(CLOCK_MONOTONIC, &b) == 0);
	CHECK((b.tv_sec - a.tv_sec) * 1000000000 + b.tv_nsec - a.tv_nsec >=
	      3000000);
	CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &a, NULL) == 0);
	CHECK(clock_gettime(99, &a) == -1 && errno == EINVAL);
	pause.tv_nsec = 1000000000;
	CHECK(nanosleep(&pause, NULL) == -1 && errno == EINVAL);
	day = timegm(&tm);
	CHECK(day == 1709164800);
	gmtime_r(&day, &tm);
	strftime(text, sizeof(text), "%a %Y-%m-%d %j", &tm);
	CHECK(!strcmp(text, "Thu 2024-02-29 060"));
	a.tv_sec = 2000000000;
	a.tv_nsec = 5;
	CHECK(clock_settime(CLOCK_REALTIME, &a) == 0);
	CHECK(gettimeofday(&tv, NULL) == 0 && tv.tv_sec == 2000000000);
	CHECK(time(NULL) == 2000000000);
}

static void check_system(void)
{
	struct utsname uts;
	struct sysinfo info;
	struct rlimit limit;
	static jmp_buf here;
	int terminal[2];
	volatile int jumps = 0;

	CHECK(setenv("NAME", "value", 1) == 0);
	CHECK(!strcmp(getenv("NAME"), "value") && !getenv("OTHER"));
	CHECK(uname(&uts) == 0 && !strcmp(uts.machine, "x86_64"));
	CHECK(sysinfo(&info) == 0 && info.freeram < info.totalram);
	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	CHECK(sysconf(_SC_PAGESIZE) == 4096);
	CHECK(sysconf(_SC_NPROCESSORS_ONLN) == 1);
	CHECK(sysconf(_SC_LEVEL1_DCACHE_LINESIZE) == 64);
	CHECK(syscall(__NR_getpid) == getpid());
	CHECK(isatty(1) == 0 && errno == ENOTTY);
	/* There, so that large programs link, and refused */
	CHECK(openpty(&terminal[0], &terminal[1], NULL, NULL, NULL) == -1);
	CHECK(shm_open("/memory", O_RDWR, 0) == -1);
	CHECK(splice(0, NULL, 1, NULL, 1, 0) == -1 && errno == ENOSYS);
	if (setjmp(here) < 3) {
		jumps++;
		longjmp(here, jumps);
	}
	CHECK(jumps == 3);
	CHECK(strlen(getcwd((char[100]){0}, 100)) > 0);
}

/* What needs a second process or a loader fails, and says so. */
static void check_alone(void)
{
	pid_t pid;
	int fds[2];

	errno = 0;
	CHECK(fork() == -1 && errno == ENOSYS);
	CHECK(system(0) == 0 && system("true") == -1);
	CHECK(!popen("true", "r"));
	CHECK(waitpid(-1, 0, 0) == -1 && errno == ECHILD);
	CHECK(posix_spawn(&pid, "/bin/true", 0, 0, 0, 0) == ENOSYS);
	CHECK(!dlopen("lib.so", RTLD_NOW) && dlerror());
	CHECK(pipe(fds) == 0 && write(fds[1], "x", 1) == 1);
	CHECK(close(fds[0]) == 0 && close(fds[1]) == 0);
}

static void at_exit(void)
{
	/* After main: the output still gets out, without a newline, too. */
	fputs("left by exit", stdout);
}

int main(int argc, char **argv)
{
	check_start(argc, argv);
	check_numbers();
	check_text();
	check_memory();
	check_mappings();
	check_time();
	check_system();
	check_alone();
	atexit(at_exit);
	fprintf(stderr, "%s\n", "unbuffered");
	if (argc > 1)
		exit(atoi(argv[1]));
	return check_result("musl-basic");
}
