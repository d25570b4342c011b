/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An engine behind a control socket: attach, MORE, DATA (scamper.md section
 * 2). Results are warts records, uuencoded. The warts reader pulls; while it
 * waits for bytes, the lines in between feed the driver.
 *
 * On a tape: how connecting, each line sent, and each wait for bytes went, and
 * the bytes.
 */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <scamper/tape.h>

#include "../src/error.h"
#include "../src/memory.h"
#include "../src/session.h"
#include "uudecode.h"

#define LINE_ROOM 512

struct control {
	struct tnt_session *session;
	int fd;
	char in[4096 + 1]; /* received, not yet taken */
	size_t in_used, in_at;
	bool attached;
	size_t data_left;            /* encoded bytes of the DATA at hand */
	uint8_t record[UU_LINE_MAX]; /* decoded, not yet read */
	size_t record_used, record_at;
	struct tnt_test **unconfirmed; /* sent, no OK or ERR yet; NULL: halt */
	size_t unconfirmed_count;
	const char *problem; /* why it cannot go on */
	bool stopped;        /* told to stop, when it waited last */
};

static uint64_t noted(const struct control *c, const char *name, uint64_t value)
{
	return scamper_tape_number(c->session->options->tape, name, value);
}

/* A replay knows what comes next. */
static bool comes(const struct control *c, const char *name)
{
	return scamper_tape_is_at(c->session->options->tape, name);
}

static bool is_stopped(struct control *c)
{
	if (c->session->options->replay && !comes(c, "now"))
		tnt_stop = 1;
	return c->stopped = tnt_stop;
}

static bool poll_bytes(const struct control *c, int milliseconds)
{
	struct pollfd fd = {.fd = c->fd, .events = POLLIN};
	int n;

	if (c->session->options->replay)
		return comes(c, "read");
	n = poll(&fd, 1, milliseconds);
	return n > 0 || (n < 0 && errno != EINTR); /* reading shows an error */
}

/* Waits for bytes, and ends destinations whose time is over meanwhile; false:
 * told to stop, or the last destination has ended. */
static bool wait_for_bytes(struct control *c)
{
	struct tnt_driver *driver = c->session->driver;

	while (!is_stopped(c)) {
		uint64_t deadline = tnt_driver_deadline(driver);
		uint64_t now = tnt_session_now(c->session);
		int left = -1;

		if (deadline <= now) {
			tnt_driver_expire(driver, now);
			if (tnt_driver_finished(driver))
				return false;
			continue;
		}
		if (deadline != UINT64_MAX)
			left = (int)((deadline - now) / 1000000) + 1;
		tnt_session_flush(c->session);
		if (poll_bytes(c, left))
			return true;
	}
	return false;
}

/* Receives into `in`: the number of bytes, or a negative errno. */
static long receive(struct control *c)
{
	const struct tnt_options *options = c->session->options;
	const char *text;
	long n = 0;

	if (!options->replay) {
		do
			n = read(c->fd, c->in, sizeof(c->in) - 1);
		while (n < 0 && errno == EINTR && !tnt_stop);
		if (n < 0)
			n = -errno;
	}
	n = (long)noted(c, "read", (uint64_t)n);
	if (n <= 0)
		return n;
	/* A NUL is of no line, and a text of the tape has none. */
	for (long i = 0; !options->replay && i < n; i++)
		if (!c->in[i])
			c->in[i] = 1;
	if (!options->replay)
		c->in[n] = '\0';
	text = scamper_tape_text(options->tape, "bytes", c->in);
	if (text == c->in)
		return n;
	if (!text || n >= (long)sizeof(c->in) || strlen(text) != (size_t)n)
		return -EIO;
	memcpy(c->in, text, (size_t)n);
	return n;
}

/* The next byte; EOF: closed, broken, or told to stop. */
static int next_byte(struct control *c)
{
	if (c->in_at == c->in_used) {
		long n;

		if (!wait_for_bytes(c))
			return EOF;
		n = receive(c);
		if (n <= 0) {
			c->problem = n ? strerror((int)-n)
				       : "the engine closed the connection";
			return EOF;
		}
		c->in_used = (size_t)n;
		c->in_at = 0;
	}
	return (unsigned char)c->in[c->in_at++];
}

/* A line without its LF; the number of bytes taken, 0 at the end. */
static size_t next_line(struct control *c, char line[LINE_ROOM])
{
	size_t taken = 0;
	int byte;

	while ((byte = next_byte(c)) != EOF && byte != '\n')
		if (taken < LINE_ROOM - 1)
			line[taken++] = (char)byte;
	line[taken] = '\0';
	return byte == EOF ? 0 : taken + 1;
}

/* 0 or an errno. */
static int write_line(const struct control *c, const char *text)
{
	char line[TNT_COMMAND_MAX + 2];
	size_t len = (size_t)snprintf(line, sizeof(line), "%s\n", text);
	size_t sent = 0;

	while (sent < len) {
		ssize_t n = write(c->fd, line + sent, len - sent);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? errno : EIO;
		sent += (size_t)n;
	}
	return 0;
}

static bool send_line(struct control *c, const char *text)
{
	const struct tnt_options *options = c->session->options;
	struct scamper_observer *tape = scamper_tape_observer(options->tape);
	int error = 0;

	if (tape)
		tape->event(tape, &(struct scamper_event){
					  .type = SCAMPER_EVENT_COMMAND,
					  .text = text,
				  });
	if (!options->replay)
		error = write_line(c, text);
	error = (int)noted(c, "sent", (uint64_t)error);
	if (error)
		c->problem = strerror(error);
	return !error;
}

static bool send_command(struct control *c, const char *text,
			 struct tnt_test *test)
{
	if (!send_line(c, text))
		return false;
	c->unconfirmed = tnt_grow(c->unconfirmed, c->unconfirmed_count,
				  sizeof(*c->unconfirmed));
	c->unconfirmed[c->unconfirmed_count++] = test;
	return true;
}

bool tnt_control_submit(void *user, struct tnt_test *test)
{
	struct tnt_session *session = user;

	return send_command(session->engine, test->command, test);
}

void tnt_control_halt(void *user, const struct tnt_test *test)
{
	struct tnt_session *session = user;
	char text[24];

	/* Without an OK its number is not known; its result comes anyway. */
	if (!test->id)
		return;
	snprintf(text, sizeof(text), "halt %u", (unsigned)test->id);
	send_command(session->engine, text, NULL);
}

/* OK and ERR answer the commands in the order they were sent. */
static void answered(struct control *c, const char *line)
{
	struct tnt_session *session = c->session;
	struct tnt_test *test;

	if (!c->attached) {
		c->attached = !strcmp(line, "OK");
		if (!c->attached)
			c->problem = "it refused to be attached";
		return;
	}
	if (!c->unconfirmed_count) {
		c->problem = "it answered a command that was not sent";
		return;
	}
	test = c->unconfirmed[0];
	memmove(c->unconfirmed, c->unconfirmed + 1,
		--c->unconfirmed_count * sizeof(*c->unconfirmed));
	if (!test)
		return;
	if (!strncmp(line, "OK id-", 6))
		test->id = (uint32_t)strtoul(line + 6, NULL, 10);
	if (strncmp(line, "ERR", 3))
		return;
	tnt_session_refused(session, test, line);
	tnt_driver_refused(session->driver, test);
}

static void take_line(struct control *c, const char *line)
{
	if (!strcmp(line, "MORE"))
		tnt_driver_more(c->session->driver);
	else if (!strncmp(line, "DATA ", 5))
		c->data_left = strtoul(line + 5, NULL, 10);
	else if (!strncmp(line, "OK", 2) || !strncmp(line, "ERR", 3))
		answered(c, line);
	else
		c->problem = "it sent a line that is not of the protocol";
}

/* One line from the engine: data into `record`, the rest to the driver. */
static bool advance(struct control *c)
{
	char line[LINE_ROOM];
	size_t taken = next_line(c, line);

	if (!taken)
		return false;
	if (!c->data_left) {
		take_line(c, line);
		return !c->problem;
	}
	c->data_left -= taken < c->data_left ? taken : c->data_left;
	c->record_at = 0;
	if (!uu_decode_line(line, c->record, &c->record_used))
		c->problem = "it sent data that is not uuencoded";
	return !c->problem;
}

static long read_records(void *user, void *data, size_t len)
{
	struct control *c = user;
	size_t n;

	while (c->record_at == c->record_used) {
		if (tnt_driver_finished(c->session->driver) || c->stopped ||
		    !advance(c))
			return 0;
	}
	n = c->record_used - c->record_at;
	if (n > len)
		n = len;
	memcpy(data, c->record + c->record_at, n);
	c->record_at += n;
	return (long)n;
}

static struct tnt_addr target_of(const struct scamper_object *object)
{
	return tnt_addr_of(object->trace ? &object->trace->dst
					 : &object->ping->dst);
}

/* One test runs per address, so the address tells whose result it is. */
static void take_object(struct control *c, struct scamper_object *object)
{
	struct tnt_driver *driver = c->session->driver;
	struct scamper_result *result;
	struct tnt_test *test;

	if (object->cycle && object->type == SCAMPER_OBJECT_CYCLE_START)
		tnt_output_cycle(&c->session->output, object->cycle);
	if (!object->trace && !object->ping)
		return;
	test = tnt_driver_running(driver, target_of(object));
	if (!test || (*test->command == 't') != (object->trace != NULL))
		return; /* of no command of ours */
	result = tnt_alloc(1, sizeof(*result));
	result->type =
		object->trace ? SCAMPER_RESULT_TRACE : SCAMPER_RESULT_PING;
	result->trace = object->trace;
	result->ping = object->ping;
	object->trace = NULL;
	object->ping = NULL;
	tnt_driver_result(driver, test, result);
}

static int broken(const char *what)
{
	tnt_errorf(6025, "Start it again; finished traces are kept",
		   "the engine behind the control socket failed: %s", what);
	return TNT_EXIT_ENGINE;
}

static int talk(struct control *c)
{
	struct scamper_stream stream = {read_records, c};
	struct scamper_reader *reader =
		scamper_reader_new(stream, SCAMPER_LAYOUT_CURRENT);
	struct scamper_object object;
	struct scamper_error error = {0};
	int rc = 0;

	if (!reader)
		tnt_out_of_memory();
	while (!tnt_driver_finished(c->session->driver) && !c->stopped &&
	       (rc = scamper_reader_next(reader, &object, &error)) > 0) {
		take_object(c, &object);
		scamper_object_clear(&object);
	}
	scamper_reader_free(reader);
	if (c->stopped || tnt_driver_finished(c->session->driver))
		return TNT_EXIT_OK;
	return broken(c->problem ? c->problem : error.text);
}

static int connect_to(const struct tnt_options *options)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	bool local = options->socket;
	const struct sockaddr *addr = local ? (const struct sockaddr *)&un
					    : (const struct sockaddr *)&in;
	int fd;

	if (local && strlen(options->socket) >= sizeof(un.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (local)
		strcpy(un.sun_path, options->socket);
	in.sin_port = htons(options->port);
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = socket(addr->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, addr, local ? sizeof(un) : sizeof(in)) < 0) {
		int error = errno;

		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

/* The engine closes the connection after its last words. */
static void say_goodbye(struct control *c)
{
	char line[LINE_ROOM];

	if (send_line(c, "done"))
		while (next_line(c, line))
			;
}

int tnt_control_run(struct tnt_session *session)
{
	struct control *c = tnt_alloc(1, sizeof(*c));
	int status, error = 0;

	c->session = session;
	c->fd = -1;
	if (!session->options->replay)
		c->fd = connect_to(session->options);
	if (!session->options->replay && c->fd < 0)
		error = errno;
	error = (int)noted(c, "connected", (uint64_t)error);
	if (error) {
		tnt_errorf(6026, "Start it, e.g. with scamper -P PORT",
			   "cannot reach the engine at its control socket: %s",
			   strerror(error));
		free(c);
		return TNT_EXIT_ENGINE;
	}
	session->engine = c;
	status = send_line(c, "attach") ? talk(c) : broken(c->problem);
	if (status == TNT_EXIT_OK && !c->stopped)
		say_goodbye(c);
	if (c->fd >= 0)
		close(c->fd);
	free(c->unconfirmed);
	free(c);
	return status;
}
