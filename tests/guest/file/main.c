/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files of the host.
 *
 *	all	everything, on a share that holds in.txt and link -> in.txt
 *	copy	in.txt to out.txt
 *	none	without a share
 *	readonly on a share that cannot be written
 *	lines	writes lines for ever and prints the number of each when it is
 *		written: who kills the guest must find all of them
 */
#include "calls.h"
#include "check.h"

int failures;

static void none(void)
{
	struct uk_stat st;

	SAME(CALL(open, ARG("/a"), UK_O_RDONLY, 0), -ENOENT);
	SAME(CALL(open, ARG("/a"), UK_O_CREAT | UK_O_WRONLY, 0644), -EROFS);
	SAME(CALL(mkdir, ARG("/a"), 0755), -EROFS);
	SAME(CALL(stat, ARG("/"), ARG(&st)), 0);
	SAME(st.mode & UK_S_IFMT, UK_S_IFDIR);
}

static void readonly(void)
{
	SAME(CALL(open, ARG("/a"), UK_O_CREAT | UK_O_WRONLY, 0644), -EROFS);
	SAME(CALL(open, ARG("/in.txt"), UK_O_WRONLY, 0), -EROFS);
	SAME(CALL(mkdir, ARG("/a"), 0755), -EROFS);
	SAME(CALL(unlink, ARG("/in.txt")), -EROFS);
	SAME(CALL(close, must_open("/in.txt", UK_O_RDONLY)), 0);
}

static void copy(void)
{
	long in = must_open("/in.txt", UK_O_RDONLY), n;
	long out = must_open("/out.txt", UK_O_CREAT | UK_O_TRUNC | UK_O_WRONLY);
	char buf[1000];

	while ((n = CALL(read, in, ARG(buf), sizeof(buf))) > 0)
		SAME(CALL(write, out, ARG(buf), n), n);
	SAME(n, 0);
	SAME(CALL(close, in), 0);
	SAME(CALL(close, out), 0);
}

static void lines(void)
{
	long fd = must_open("/lines.txt", UK_O_CREAT | UK_O_WRONLY);
	char line[32];

	for (unsigned i = 0;; i++) {
		int n = snprintf(line, sizeof(line), "line %u\n", i);

		SAME(CALL(write, fd, ARG(line), n), n);
		printf("written %u\n", i);
	}
}

static void all(void)
{
	test_data();
	test_refusals();
	test_directories();
	test_many();
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} parts[] = {{"all", all},
		     {"copy", copy},
		     {"none", none},
		     {"readonly", readonly},
		     {"lines", lines}};
	char name[32];

	for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (argc == 2 && !strcmp(argv[1], parts[i].name)) {
			snprintf(name, sizeof(name), "file %s", argv[1]);
			parts[i].run();
			check_failures = failures;
			return check_result(name);
		}
	printf("one argument: all, copy, none, readonly or lines\n");
	return 2;
}
