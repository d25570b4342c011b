/* SPDX-License-Identifier: BSD-3-Clause */
/* Block lists, special-use destinations, dry runs. */
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "block.h"
#include "capture.h"
#include "error.h"
#include "session.h"

static bool add(struct tnt_block *block, const char *prefix)
{
	char text[64];

	snprintf(text, sizeof(text), "%s", prefix);
	return tnt_block_add(block, text);
}

static bool holds(const struct tnt_block *block, const char *text)
{
	struct tnt_addr addr;

	assert_true(tnt_addr_parse(text, &addr));
	return tnt_block_holds(block, addr);
}

static void prefixes(void **state)
{
	static const char *const list[] = {
		"20.1.0.0/16", "20.1.2.0/24",   "20.3.0.7", "20.2.255.255/32",
		"2a00:1::/32", "2a00:1:2::/48", "2a01::5",  "20.64.0.0/9",
	};
	static const char *const in[] = {
		"20.1.0.0",       "20.1.255.255", "20.1.2.3",
		"20.2.255.255",   "20.3.0.7",     "20.0.0.0",
		"20.127.255.255", "2a00:1::",     "2a00:1:ffff::1",
		"2a01::5",
	};
	static const char *const out[] = {
		"19.255.255.255", "20.128.0.0", "2a00:2::",
		"2a00:0:ffff::",  "2a01::4",    "2a01::6",
	};
	struct tnt_block block = {0};

	(void)state;
	assert_false(holds(&block, "20.1.0.0"));
	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		assert_true(add(&block, list[i]));
	tnt_block_sort(&block);
	/* 20.0.0.0/9 holds all of IPv4 that is listed. */
	assert_int_equal(block.count, 3);
	for (size_t i = 0; i < sizeof(in) / sizeof(*in); i++)
		assert_true(holds(&block, in[i]));
	for (size_t i = 0; i < sizeof(out) / sizeof(*out); i++)
		assert_false(holds(&block, out[i]));
	tnt_block_free(&block);
	assert_true(add(&block, "0.0.0.0/0"));
	tnt_block_sort(&block);
	assert_true(holds(&block, "255.255.255.255"));
	assert_false(holds(&block, "2a00::1"));
	assert_true(add(&block, "2000::/0"));
	tnt_block_sort(&block);
	assert_int_equal(block.count, 1);
	tnt_block_free(&block);
}

static void bad_prefixes(void **state)
{
	static const char *const bad[] = {
		"20.1.0.0/33",   "20.1.0/24", "2a00::/129",  "20.1.0.0/",
		"20.1.0.0/-1",   "x",         "20.1.0.0/1x", "",
		"20.1.0.0/0024",
	};
	struct tnt_block block = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(add(&block, bad[i]));
	assert_int_equal(block.count, 0);
	tnt_block_free(&block);
}

/* Writes a temporary file; its name. */
static char *file_with(char name[32], const char *text)
{
	FILE *file;

	strcpy(name, "/tmp/tnt-block-XXXXXX");
	file = fdopen(mkstemp(name), "w");
	fputs(text, file);
	fclose(file);
	return name;
}

static void block_files(void **state)
{
	struct tnt_block block = {0};
	char name[32], expected[256];
	struct capture capture;
	char *said;

	(void)state;
	file_with(name, "# research\n20.9.9.0/24\n\n 2a00::/16 \n");
	assert_true(tnt_block_load(&block, name, false, NULL));
	assert_int_equal(block.count, 2);
	tnt_block_free(&block);
	unlink(name);
	file_with(name, "20.9.9.0/24\n20.9.9.0/77\n");
	capture = capture_begin(stderr);
	assert_false(tnt_block_load(&block, name, false, NULL));
	assert_false(tnt_block_load(&block, "/nowhere", false, NULL));
	said = capture_end(&capture);
	snprintf(expected, sizeof(expected),
		 "%s(2): error UK6031: '20.9.9.0/77' is no prefix or address. "
		 "Correct the line, or begin it with #.\n"
		 "UK6030: cannot read block list '/nowhere': No such file or "
		 "directory. Check the name and the permissions.\n",
		 name);
	assert_string_equal(said, expected);
	free(said);
	tnt_block_free(&block);
	unlink(name);
}

/* A dry run: its status, and what it prints. */
static int dry_run(struct tnt_options options, char **out, char **err)
{
	struct capture captured_out = capture_begin(stdout);
	struct capture captured_err = capture_begin(stderr);
	int status;

	options.method = "icmp-paris";
	options.start_ttl = 1;
	options.pps = 1000;
	options.parallel = 2;
	options.dry_run = true;
	status = tnt_session_run(&options);
	*err = capture_end(&captured_err);
	*out = capture_end(&captured_out);
	return status;
}

static void dry_runs(void **state)
{
	char targets[32], block[32], *out, *err;
	struct tnt_options options = {
		.destination_file = targets, .block = block, .has_seed = true};

	(void)state;
	file_with(targets, "20.9.9.9\n192.168.1.1\n20.9.9.8\n");
	file_with(block, "20.9.9.8\n");
	assert_int_equal(dry_run(options, &out, &err), TNT_EXIT_PARTIAL);
	assert_non_null(strstr(out, "-w 1 -q 3 -g 5 20.9.9.9\n1 destinations, "
				    "at most 1000 probes a second, 2 in "
				    "progress; nothing was sent\n"));
	assert_null(strstr(out, "20.9.9.8"));
	assert_null(strstr(out, "192.168"));
	assert_non_null(strstr(err, "UK6032: 2 destinations may not be probed, "
				    "the first is "));
	free(out);
	free(err);
	/* Special-use addresses when they are asked for. */
	options.rules.no_reserved = true;
	options.block = NULL;
	assert_int_equal(dry_run(options, &out, &err), TNT_EXIT_OK);
	assert_non_null(strstr(out, "192.168.1.1\n"));
	assert_non_null(strstr(out, "\n3 destinations, "));
	free(out);
	free(err);
	unlink(targets);
	unlink(block);
}

const struct CMUnitTest block_tests[] = {
	cmocka_unit_test(prefixes),
	cmocka_unit_test(bad_prefixes),
	cmocka_unit_test(block_files),
	cmocka_unit_test(dry_runs),
};
const size_t block_test_count = sizeof(block_tests) / sizeof(*block_tests);
