/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The adapter to an engine behind a control socket (scamper.md section 2),
 * against a server process: one that does it right, and ones that do not.
 */
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture.h"
#include "error.h"
#include "fake_engine.h"
#include "files.h"
#include "labs.h"
#include "session.h"
#include "uudecode.h"

static char folder[] = "/tmp/tnt-control-XXXXXX";

/* Sends bytes as a DATA record. */
static void send_data(FILE *to, const struct memory *bytes)
{
	struct memory text = {.at = calloc(1, 2 * bytes->used + 64)};

	for (size_t i = 0; i < bytes->used; i += 45) {
		size_t n = bytes->used - i < 45 ? bytes->used - i : 45;

		text.at[text.used++] = (uint8_t)(32 + n);
		for (size_t j = 0; j < n; j += 3) {
			uint32_t v = 0;

			for (size_t k = 0; k < 3; k++)
				v = v << 8 |
				    (j + k < n ? bytes->at[i + j + k] : 0u);
			for (int shift = 18; shift >= 0; shift -= 6) {
				uint8_t six = v >> shift & 63;

				text.at[text.used++] =
					six ? (uint8_t)(32 + six) : '`';
			}
		}
		text.at[text.used++] = '\n';
	}
	fprintf(to, "DATA %zu\n%.*s`\n", text.used + 2, (int)text.used,
		(char *)text.at);
	free(text.at);
}

struct server {
	struct sim sim;
	struct scamper_writer *writer;
	struct memory record;
	struct scamper_list *list;
	struct scamper_cycle *cycle;
};

static void send_record(FILE *to, struct server *server)
{
	send_data(to, &server->record);
	free(server->record.at);
	server->record = (struct memory){0};
}

static void attach(FILE *to, struct server *server)
{
	lab_build(&lab_table[3], false, &server->sim); /* ex04 */
	server->writer = scamper_warts_writer_new(memory_sink(&server->record));
	server->list = scamper_list_new(0, "test", "test", NULL);
	server->cycle = scamper_cycle_new(server->list, 1, 1795430000, "host");
	fputs("OK\nMORE\n", to);
	scamper_write_cycle_start(server->writer, server->cycle);
	send_record(to, server);
}

static void execute(FILE *to, struct server *server, const char *command)
{
	struct scamper_result *result = fake_command(&server->sim, command);

	if (result->trace) {
		result->trace->list = scamper_list_ref(server->list);
		result->trace->cycle = scamper_cycle_ref(server->cycle);
	} else {
		result->ping->list = scamper_list_ref(server->list);
		result->ping->cycle = scamper_cycle_ref(server->cycle);
	}
	scamper_write_result(server->writer, result);
	scamper_result_free(result);
	send_record(to, server);
}

/* Takes a command, and gives its result when it is told to halt it. */
static void execute_at_halt(FILE *from, FILE *to, struct server *server,
			    const char *command)
{
	char line[64];

	fputs("OK id-1\nMORE\n", to);
	fflush(to);
	if (!fgets(line, sizeof(line), from) || strcmp(line, "halt 1\n"))
		return;
	fputs("OK halted 1\n", to);
	execute(to, server, command);
}

/* `refuse`: a part of commands that get an ERR; `limit`: results given;
 * `hold`: until they are halted. */
static void serve_well(FILE *from, FILE *to, const char *refuse, int limit,
		       bool hold)
{
	struct server server = {0};
	char line[256];

	while (fgets(line, sizeof(line), from)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strcmp(line, "attach")) {
			attach(to, &server);
		} else if (!strcmp(line, "done")) {
			fputs("OK\n", to);
			fflush(to);
			return;
		} else if (refuse && strstr(line, refuse)) {
			fputs("ERR command not accepted\n", to);
		} else if (limit-- == 0) {
			return;
		} else if (hold) {
			execute_at_halt(from, to, &server, line);
		} else {
			fputs("OK id-1\nMORE\n", to);
			execute(to, &server, line);
		}
		fflush(to);
	}
}

enum manner {
	GOOD,
	REFUSES_ONE,
	LEAVES_EARLY,
	HOLDS,
	HANGS_UP,
	REFUSES_ALL,
	BABBLES,
	BAD_CODE,
	BAD_RECORD,
	UNASKED,
};

static void serve(int fd, enum manner manner)
{
	static const char *const says[] = {
		[HANGS_UP] = "",
		[REFUSES_ALL] = "ERR not today\n",
		[BABBLES] = "OK\nHELLO\n",
		[BAD_CODE] = "OK\nDATA 10\nM\x01\x02\n",
		[BAD_RECORD] = "OK\nDATA 15\n+2&5L;&\\@5V]R;&0\n`\n",
		[UNASKED] = "OK\nOK id-1\n",
	};
	FILE *from = fdopen(fd, "r"), *to = fdopen(dup(fd), "w");
	char line[64];

	if (manner <= HOLDS) {
		serve_well(from, to, manner == REFUSES_ONE ? "20.0.5.2" : NULL,
			   manner == LEAVES_EARLY ? 3 : -1, manner == HOLDS);
	} else if (manner == HANGS_UP || fgets(line, sizeof(line), from)) {
		fputs(says[manner], to);
		fflush(to);
	}
	fclose(to);
	fclose(from);
}

static int listen_at(const char *path)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(un.sun_path, sizeof(un.sun_path), "%s", path);
	assert_int_equal(bind(fd, (struct sockaddr *)&un, sizeof(un)), 0);
	assert_int_equal(listen(fd, 1), 0);
	return fd;
}

/* Runs ex04 over a server of that manner; returns the exit status. */
static int run_over(enum manner manner, char **out, char **err)
{
	char path[64], warts[64];
	struct tnt_options options = {
		.destination = "20.9.9.9",
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = 1,
		.rules = {.frpla = 3, .rtla = 1},
		.socket = path,
		.output = warts,
		.deadline = manner == HOLDS,
		.explain = true,
	};
	struct capture captured_out, captured_err;
	int fd, status;
	pid_t child;

	snprintf(path, sizeof(path), "%s/socket", folder);
	snprintf(warts, sizeof(warts), "%s/warts", folder);
	fd = listen_at(path);
	fflush(NULL);
	child = fork();
	if (!child) {
		serve(accept(fd, NULL, NULL), manner);
		_exit(0);
	}
	close(fd);
	captured_out = capture_begin(stdout);
	captured_err = capture_begin(stderr);
	status = tnt_session_run(&options);
	*err = capture_end(&captured_err);
	*out = capture_end(&captured_out);
	waitpid(child, NULL, 0);
	unlink(path);
	unlink(warts);
	return status;
}

static void expect(enum manner manner, int status, const char *in_out,
		   const char *in_err)
{
	char *out, *err;
	int got = run_over(manner, &out, &err);

	assert_int_equal(got, status);
	if (!strstr(out, in_out) || !strstr(err, in_err))
		fail_msg("output '%s', errors '%s'", out, err);
	if (!*in_out)
		assert_string_equal(out, "");
	if (!*in_err)
		assert_string_equal(err, "");
	free(out);
	free(err);
}

static void a_good_engine(void **state)
{
	(void)state;
	expect(GOOD, TNT_EXIT_OK, " H3 20.0.4.2        1.234 ms rTTLs=<251,62>",
	       "");
}

static void a_refused_command(void **state)
{
	(void)state;
	expect(REFUSES_ONE, TNT_EXIT_PARTIAL,
	       "  3 20.0.5.2        1.234 ms rTTLs=<250,*>",
	       "UK6020: the engine refused 'ping -P icmp-echo -c 1 20.0.5.2': "
	       "ERR command not accepted.");
}

static void a_deadline(void **state)
{
	(void)state;
	expect(HOLDS, TNT_EXIT_OK, "# cut short by its deadline\n", "");
}

static void engines_that_fail(void **state)
{
	const int bad = TNT_EXIT_ENGINE;

	(void)state;
	expect(LEAVES_EARLY, bad, "", "UK6025: ");
	expect(HANGS_UP, bad, "", "UK6025: ");
	expect(REFUSES_ALL, bad, "", "it refused to be attached");
	expect(BABBLES, bad, "", "not of the protocol");
	expect(BAD_CODE, bad, "", "not uuencoded");
	expect(BAD_RECORD, bad, "", "UK6025: ");
	expect(UNASKED, bad, "", "was not sent");
}

static void no_engine(void **state)
{
	struct tnt_options options = {
		.destination = "20.9.9.9",
		.method = "icmp-paris",
		.socket = "/nowhere/socket",
		.output = "/dev/null",
	};
	struct capture capture = capture_begin(stderr);
	int status = tnt_session_run(&options);
	char *text = capture_end(&capture);

	(void)state;
	assert_int_equal(status, TNT_EXIT_ENGINE);
	assert_non_null(strstr(text, "UK6026: cannot reach the engine"));
	free(text);
}

static void results_that_cannot_be_written(void **state)
{
	struct tnt_options options = {
		.destination = "20.9.9.9",
		.method = "icmp-paris",
		.socket = "/nowhere/socket",
		.output = "/nowhere/at/all",
	};
	struct capture capture = capture_begin(stderr);
	int status = tnt_session_run(&options);
	char *text = capture_end(&capture);

	(void)state;
	assert_int_equal(status, TNT_EXIT_FILE);
	assert_non_null(strstr(text, "UK6013: cannot open '/nowhere/at/all'"));
	free(text);
}

static void uudecoding(void **state)
{
	uint8_t out[UU_LINE_MAX];
	size_t used;

	(void)state;
	assert_true(uu_decode_line("#0V%T", out, &used));
	assert_int_equal(used, 3);
	assert_memory_equal(out, "Cat", 3);
	assert_true(uu_decode_line("#````", out, &used));
	assert_memory_equal(out, "\0\0\0", 3);
	assert_true(uu_decode_line("!0P``", out, &used));
	assert_int_equal(used, 1);
	assert_int_equal(out[0], 'C');
	assert_true(uu_decode_line("`", out, &used));
	assert_int_equal(used, 0);
	assert_false(uu_decode_line("#0V%", out, &used));
	assert_false(uu_decode_line("", out, &used));
	assert_false(uu_decode_line("#0V%\x7f", out, &used));
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

const struct CMUnitTest control_tests[] = {
	cmocka_unit_test_setup(a_good_engine, make_folder),
	cmocka_unit_test(a_refused_command),
	cmocka_unit_test(a_deadline),
	cmocka_unit_test_teardown(engines_that_fail, remove_folder),
	cmocka_unit_test(no_engine),
	cmocka_unit_test(results_that_cannot_be_written),
	cmocka_unit_test(uudecoding),
};
const size_t control_test_count =
	sizeof(control_tests) / sizeof(*control_tests);
