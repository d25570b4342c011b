/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is written when: in a guest each write is a message to the host and
 * its answer, so a file gets one for each turn of the engine's loop.
 */
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sanitizer/lsan_interface.h>

#include "fake_engine.h"
#include "files.h"
#include "labs.h"
#include "memory.h"
#include "output.h"

static char folder[] = "/tmp/tnt-output-XXXXXX";
static char result[sizeof(folder) + 8], json[sizeof(folder) + 8],
	log_name[sizeof(folder) + 8], pcap[sizeof(folder) + 8];

/* Which files were written, in order, and the bytes of the largest write. */
static char writes[1000];
static size_t largest;
static int files[4]; /* r, j, l, p */

ssize_t __real_write(int fd, const void *data, size_t len);
ssize_t __wrap_write(int fd, const void *data, size_t len);

ssize_t __wrap_write(int fd, const void *data, size_t len)
{
	for (size_t i = 0; i < 4; i++) {
		if (fd != files[i] || fd == 0)
			continue;
		assert_true(strlen(writes) + 1 < sizeof(writes));
		strncat(writes, &"rjlp"[i], 1);
		if (len > largest)
			largest = len;
	}
	return __real_write(fd, data, len);
}

struct run {
	struct fake_engine engine; /* first: fake_submit() takes it */
	struct tnt_options options;
	struct tnt_output output;
	struct tnt_driver *driver;
	struct tnt_destinations list;
};

static void finished(void *user, struct tnt_path *path)
{
	tnt_output_path(&((struct run *)user)->output, path);
}

static void log_command(void *user, const struct tnt_driver *driver,
			const struct tnt_test *test)
{
	tnt_output_command(&((struct run *)user)->output, driver, test);
}

static void begin(struct run *run, size_t destinations)
{
	struct tnt_driver_options options = {
		.rules = {.frpla = 3, .rtla = 1},
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = 1,
		.submit = fake_submit,
		.log = log_command,
		.finished = finished,
		.user = run,
	};
	struct scamper_list *list = scamper_list_new(1, "utnt", NULL, NULL);

	*run = (struct run){.options = {.output = result,
					.json = json,
					.log = log_name,
					.pcap = pcap,
					.quiet = true,
					.rules = options.rules}};
	run->engine.cycle = scamper_cycle_new(list, 1, 1000, NULL);
	scamper_list_unref(list);
	lab_build(&lab_table[3], false, &run->engine.sim); /* ex04 */
	for (size_t i = 0; i < destinations; i++)
		tnt_destinations_add(&run->list, "20.9.9.9");
	assert_true(tnt_output_open(&run->output, &run->options));
	files[0] = run->output.result.fd;
	files[1] = run->output.json.fd;
	files[2] = run->output.log.fd;
	files[3] = run->output.capture.fd;
	writes[0] = '\0';
	largest = 0;
	run->driver = tnt_driver_new(&options, &run->list);
	tnt_output_cycle(&run->output, run->engine.cycle);
}

static void end(struct run *run)
{
	assert_true(tnt_output_close(&run->output, 0));
	tnt_driver_free(run->driver);
	tnt_destinations_free(&run->list);
	scamper_cycle_unref(run->engine.cycle);
	memset(files, 0, sizeof(files));
}

static void one_write_a_turn(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 3);
	tnt_output_flush(&run.output);
	assert_string_equal(writes, ""); /* nothing is worth a write yet */
	assert_true(fake_run(&run.engine, run.driver));
	assert_string_equal(writes, "");
	tnt_output_flush(&run.output);
	/* What tells of a result comes after it. */
	assert_string_equal(writes, "rpjl");
	tnt_output_flush(&run.output);
	assert_string_equal(writes, "rpjl");
	end(&run);
	/* The end of the cycle, and of the log. */
	assert_string_equal(writes, "rpjlrl");
}

/* A long turn needs no more memory, and writes what fits into a message. */
static void much_at_once(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 200);
	assert_true(fake_run(&run.engine, run.driver));
	assert_true(strlen(writes) > 20);
	for (const char *at = writes; (at = strchr(at, 'j')); at++)
		assert_true(memchr(writes, 'r', (size_t)(at - writes)));
	end(&run);
	assert_in_range(largest, 12000, 16000);
	assert_in_range(run.output.json.text.room, 0, 0);
}

static size_t size_of(const char *name)
{
	FILE *file = fopen(name, "rb");
	long size;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	fclose(file);
	return (size_t)size;
}

static void flush(void *output)
{
	tnt_output_flush(output);
}

static void without_memory(void **state)
{
	struct run run;
	int status;
	pid_t pid;

	(void)state;
	begin(&run, 3);
	assert_true(fake_run(&run.engine, run.driver));
	tnt_last_words(flush, &run.output);
	pid = fork();
	if (pid == 0) {
		/* Its leaks are those of the tests before. */
		__lsan_disable();
		fclose(stderr);
		tnt_out_of_memory();
	}
	waitpid(pid, &status, 0);
	tnt_last_words(NULL, NULL);
	assert_true(size_of(result) > 3 * 500);
	assert_true(size_of(json) > 3 * 500);
	end(&run);
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(result, sizeof(result), "%s/warts", folder);
	snprintf(json, sizeof(json), "%s/json", folder);
	snprintf(log_name, sizeof(log_name), "%s/log", folder);
	snprintf(pcap, sizeof(pcap), "%s/pcap", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(result);
	unlink(json);
	unlink(log_name);
	unlink(pcap);
	return rmdir(folder);
}

const struct CMUnitTest output_tests[] = {
	cmocka_unit_test_setup(one_write_a_turn, set_up),
	cmocka_unit_test(much_at_once),
	cmocka_unit_test_teardown(without_memory, tear_down),
};
const size_t output_test_count = sizeof(output_tests) / sizeof(*output_tests);
