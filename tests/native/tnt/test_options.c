/* SPDX-License-Identifier: BSD-3-Clause */
/* Command line, destination file, nearest names. */
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture.h"
#include "destinations.h"
#include "nearest.h"
#include "options.h"

static struct tnt_options options;

/* Reads "a b c" as a command line; true when it was accepted. */
static bool accept(const char *line)
{
	static char copy[512];
	static char *argv[64];
	int argc = 1;
	char *save;

	snprintf(copy, sizeof(copy), "%s", line);
	argv[0] = copy + sizeof(copy) - 1;
	for (char *word = strtok_r(copy, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		argv[argc++] = word;
	argv[argc] = NULL;
	return tnt_options_read(&options, argc, argv);
}

/* The line is refused with exactly this text. */
static void refuse(const char *line, const char *text)
{
	struct capture capture = capture_begin(stderr);
	bool accepted = accept(line);
	char *got = capture_end(&capture);

	assert_false(accepted);
	assert_string_equal(got, text);
	free(got);
}

static void defaults(void **state)
{
	(void)state;
	assert_true(accept("-i 20.9.9.9 -o x"));
	assert_string_equal(options.destination, "20.9.9.9");
	assert_string_equal(options.output, "x");
	assert_string_equal(options.method, "icmp-paris");
	assert_int_equal(options.start_ttl, 1);
	assert_int_equal(options.ping_count, 1);
	assert_int_equal(options.rules.frpla, 3);
	assert_int_equal(options.rules.rtla, 1);
	assert_int_equal(options.pps, 1000);
	assert_int_equal(options.format, TNT_FORMAT_ATTRIBUTE);
	assert_false(options.rules.brute_force);
	assert_false(options.as_guest);
}

static void every_option(void **state)
{
	(void)state;
	assert_true(
		accept("-a f -o f.warts -p 31001 -m UDP-Paris -s 3 -c 4 -f 5 "
		       "-r 6 -b -l log -D -v --pps 7 --window 8 --seed 9 "
		       "--strict --json j --format 2018 --no-reserved "
		       "--quiet --reveal-all --explain --deadline 60 "
		       "--budget 500 --parallel 20 --cache 1000 --resume "
		       "--block b --dry-run --image-hash "
		       "000102030405060708090a0b0c0d0e0f"
		       "101112131415161718191a1b1c1d1eff"));
	assert_true(options.reveal_all && options.explain && options.resume);
	assert_true(options.dry_run && options.has_image);
	assert_int_equal(options.deadline, 60);
	assert_int_equal(options.budget, 500);
	assert_int_equal(options.parallel, 20);
	assert_int_equal(options.cache, 1000);
	assert_string_equal(options.block, "b");
	assert_int_equal(options.image[1], 1);
	assert_int_equal(options.image[31], 0xff);
	assert_string_equal(options.destination_file, "f");
	assert_int_equal(options.port, 31001);
	assert_string_equal(options.method, "udp-paris");
	assert_int_equal(options.start_ttl, 3);
	assert_int_equal(options.ping_count, 4);
	assert_int_equal(options.rules.frpla, 5);
	assert_int_equal(options.rules.rtla, 6);
	assert_true(options.rules.brute_force);
	assert_string_equal(options.log, "log");
	assert_true(options.daemon && options.verbose && options.quiet);
	assert_int_equal(options.pps, 7);
	assert_int_equal(options.window, 8);
	assert_true(options.has_seed);
	assert_int_equal(options.seed, 9);
	assert_true(options.rules.strict && options.rules.no_reserved);
	assert_string_equal(options.json, "j");
	assert_int_equal(options.format, TNT_FORMAT_2018);
	assert_true(accept("-i 20.9.9.9 -o x -U /run/s"));
	assert_string_equal(options.socket, "/run/s");
}

static void as_in_the_guest(void **state)
{
	(void)state;
	assert_true(accept("172.20.0.2 sc_tnt -p 12345 -i 20.9.9.9 -o x"));
	assert_true(options.as_guest);
	assert_true(accept("sc_tnt -i 20.9.9.9 -o x"));
	assert_true(options.as_guest);
	assert_true(accept("172.20.0.2 -i 20.9.9.9 -o x"));
	assert_false(options.as_guest);
}

static void dump_mode(void **state)
{
	(void)state;
	assert_true(accept("-d 1 -v a b"));
	assert_true(options.dump && options.verbose);
	assert_int_equal(options.file_count, 2);
	assert_string_equal(options.files[1], "b");
	assert_true(accept("-d 1 -"));
	refuse("-d 1", "UK6005: missing option: a file after -d 1. "
		       "See --help.\n");
	refuse("-d 2 x", "UK6003: '2' is no value for -d (1 to 1). "
			 "Give a number in that range.\n");
	refuse("-d 1 -o y x", "UK6007: -d excludes -i, -a and -o. "
			      "Either probe or print files.\n");
}

static void errors(void **state)
{
	(void)state;
	refuse("-i 20.9.9.9 -o x --sed 5",
	       "UK6001: unknown option '--sed', the nearest is '--seed'. "
	       "See --help for all options.\n");
	refuse("-i 20.9.9.9 -o x -o y",
	       "UK6002: option -o is given twice. Give it once.\n");
	refuse("-o x -i 20.9.9", "UK6003: '20.9.9' is no value for -i. "
				 "See --help for its values.\n");
	refuse("-o x -i", "UK6004: option -i lacks its value A. "
			  "Put it after the option.\n");
	refuse("-o x", "UK6005: missing option: -i ADDRESS or -a FILE. "
		       "See --help.\n");
	refuse("-i 20.9.9.9", "UK6005: missing option: -o FILE. "
			      "See --help.\n");
	refuse("", "UK6005: missing option: -i ADDRESS or -a FILE. "
		   "See --help.\n");
	refuse("-i 20.9.9.9 -a f -o x",
	       "UK6007: -i excludes -a. Give one of both.\n");
	refuse("-i 20.9.9.9 -o x -p 1 -U s",
	       "UK6007: -p excludes -U. Give one of both.\n");
	refuse("-i 20.9.9.9 -o x 20.9.9.8",
	       "UK6008: argument '20.9.9.8' is not expected. "
	       "Destinations are given by -i or -a.\n");
}

static void numbers(void **state)
{
	static const char *const bad[] = {
		"-p 0",
		"-p 65536",
		"-s 0",
		"-s 256",
		"-c 0",
		"-f 0",
		"-r 0",
		"-f -1",
		"-f x",
		"-f 3x",
		"-f +3",
		"--pps 0",
		"--pps 10001",
		"--window -1",
		"--seed -1",
		"-c 99999999999999999999",
		"-m icmp",
		"--format 2019",
		"--budget 2",
		"--deadline 0",
		"--parallel 0",
		"--cache -1",
		"--image-hash 00",
		"--image-hash x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct capture capture = capture_begin(stderr);
		char line[64], *text;
		bool accepted;

		snprintf(line, sizeof(line), "-i 20.9.9.9 -o x %s", bad[i]);
		accepted = accept(line);
		text = capture_end(&capture);
		assert_false(accepted);
		assert_int_equal(strncmp(text, "UK6003: ", 8), 0);
		free(text);
	}
}

static void nearest_name(void **state)
{
	const char *const names[] = {"-a", "--seed", "--strict", "--pps"};

	(void)state;
	assert_string_equal(tnt_nearest("--strct", names, 4), "--strict");
	assert_string_equal(tnt_nearest("-seed", names, 4), "--seed");
	assert_string_equal(tnt_nearest("-x", names, 4), "-a");
	assert_string_equal(tnt_nearest("", names, 4), "-a");
	assert_non_null(tnt_nearest("--a-word-longer-than-any-option-there-is",
				    names, 4));
}

static const char *file_with(const char *text)
{
	static char path[] = "/tmp/tnt-test-XXXXXX";
	FILE *file;
	int fd;

	strcpy(path + strlen(path) - 6, "XXXXXX");
	fd = mkstemp(path);
	file = fdopen(fd, "w");
	fputs(text, file);
	fclose(file);
	return path;
}

static void destination_file(void **state)
{
	struct tnt_destinations list = {0};
	const char *path = file_with("# comment\n\n20.9.9.9\r\n"
				     "  20.9.9.8 \n\t#x\n20.9.9.7");

	(void)state;
	assert_true(tnt_destinations_load(&list, path, false, NULL));
	assert_int_equal(list.count, 3);
	assert_int_equal(list.ipv4[0], 0x14090909);
	assert_int_equal(list.ipv4[2], 0x14090907);
	tnt_destinations_free(&list);
	unlink(path);
}

static void destinations_of_both_kinds(void **state)
{
	struct tnt_destinations list = {0};
	static const char *const texts[] = {"20.9.9.9", "20.9.9.8", "2a00::1",
					    "20.9.9.7", "2a00::2"};
	char text[SCAMPER_ADDR_TEXT];

	(void)state;
	for (size_t i = 0; i < 5; i++)
		assert_true(tnt_destinations_add(&list, texts[i]));
	assert_int_equal(list.count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(
			tnt_addr_text(tnt_destinations_at(&list, i), text),
			texts[i]);
	tnt_destinations_shuffle(&list, 1);
	assert_int_equal(list.count, 5);
	tnt_destinations_free(&list);
}

static void bad_destination_file(void **state)
{
	struct tnt_destinations list = {0};
	const char *path = file_with("20.9.9.9\n20.9.9\n#\n1.2.3.4 x\n");
	struct capture capture = capture_begin(stderr);
	bool good = tnt_destinations_load(&list, path, false, NULL);
	char *text = capture_end(&capture), expected[512];

	(void)state;
	assert_false(good);
	snprintf(expected, sizeof(expected),
		 "%s(2): error UK6011: '20.9.9' is no IPv4 or IPv6 "
		 "address. "
		 "Correct the line, or begin it with #.\n"
		 "%s(4): error UK6011: '1.2.3.4 x' is no IPv4 or IPv6 "
		 "address. "
		 "Correct the line, or begin it with #.\n",
		 path, path);
	assert_string_equal(text, expected);
	free(text);
	tnt_destinations_free(&list);
	unlink(path);
}

static void no_destination_file(void **state)
{
	struct tnt_destinations list = {0};
	const char *path = file_with("#\n");
	struct capture capture = capture_begin(stderr);
	bool empty = tnt_destinations_load(&list, path, false, NULL);
	bool missing =
		tnt_destinations_load(&list, "/nowhere/at/all", false, NULL);
	bool folder = tnt_destinations_load(&list, "/", false, NULL);
	char *text = capture_end(&capture);

	(void)state;
	assert_false(empty || missing || folder);
	assert_non_null(strstr(text, "UK6012: "));
	assert_non_null(strstr(text, "UK6010: cannot read destination file "
				     "'/nowhere/at/all': No such file"));
	assert_non_null(strstr(text, "UK6010: cannot read destination file "
				     "'/': Is a directory"));
	free(text);
	unlink(path);
}

static void overlong_line(void **state)
{
	struct tnt_destinations list = {0};
	char line[1024];
	const char *path;
	struct capture capture;
	char *text;

	(void)state;
	memset(line, '1', sizeof(line) - 20);
	strcpy(line + sizeof(line) - 20, "\n20.9.9.9\n");
	path = file_with(line);
	capture = capture_begin(stderr);
	assert_false(tnt_destinations_load(&list, path, false, NULL));
	text = capture_end(&capture);
	assert_non_null(strstr(text, "(1): error UK6011: "));
	assert_null(strstr(text, "(2): "));
	assert_int_equal(list.count, 1);
	free(text);
	tnt_destinations_free(&list);
	unlink(path);
}

static void shuffle(void **state)
{
	struct tnt_destinations a = {0}, b = {0}, c = {0};
	uint64_t sum = 0;

	(void)state;
	for (int i = 0; i < 100; i++) {
		char text[32];

		snprintf(text, sizeof(text), "20.0.0.%d", i);
		tnt_destinations_add(&a, text);
		tnt_destinations_add(&b, text);
		tnt_destinations_add(&c, text);
	}
	tnt_destinations_shuffle(&a, 1);
	tnt_destinations_shuffle(&b, 1);
	assert_memory_equal(a.ipv4, b.ipv4, 100 * sizeof(*a.ipv4));
	assert_memory_not_equal(a.ipv4, c.ipv4, 100 * sizeof(*a.ipv4));
	for (int i = 0; i < 100; i++)
		sum += a.ipv4[i] & 255;
	assert_int_equal(sum, 99 * 100 / 2);
	tnt_destinations_free(&a);
	tnt_destinations_free(&b);
	tnt_destinations_free(&c);
}

const struct CMUnitTest options_tests[] = {
	cmocka_unit_test(defaults),
	cmocka_unit_test(every_option),
	cmocka_unit_test(as_in_the_guest),
	cmocka_unit_test(dump_mode),
	cmocka_unit_test(errors),
	cmocka_unit_test(numbers),
	cmocka_unit_test(nearest_name),
	cmocka_unit_test(destination_file),
	cmocka_unit_test(destinations_of_both_kinds),
	cmocka_unit_test(bad_destination_file),
	cmocka_unit_test(no_destination_file),
	cmocka_unit_test(overlong_line),
	cmocka_unit_test(shuffle),
};
const size_t options_test_count =
	sizeof(options_tests) / sizeof(*options_tests);
