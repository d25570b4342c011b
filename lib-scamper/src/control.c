/* SPDX-License-Identifier: BSD-3-Clause */
/* Clients of the control protocol, in attached mode (scamper.md section 2). */
#include <scamper/control.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "control_state.h"
#include "fail.h"
#include "uuencode.h"

enum {
	MAX_TASKS = 1000,
	MAX_OUTPUT = 65536,
	MAX_LINE = 20480, /* a command has up to 20,000 characters */
	FULL_INPUT = 32768,
	/* Of clients that cannot be told to wait: those of a remote. */
	MAX_INPUT = 1 << 20,
};

struct scamper_control *scamper_control_new(
	const struct scamper_control_options *options,
	struct scamper_error *error)
{
	struct scamper_control *control = calloc(1, sizeof(*control));

	if (!control) {
		scamper_fail_memory(error);
		return NULL;
	}
	control->options = *options;
	if (options->max_tasks == 0)
		control->options.max_tasks = MAX_TASKS;
	if (options->max_output == 0)
		control->options.max_output = MAX_OUTPUT;
	control->version = copy_text(options->version);
	if (options->monitor)
		control->monitor = copy_text(options->monitor);
	if (options->hostname)
		control->hostname = copy_text(options->hostname);
	if (control->version && !options->monitor == !control->monitor &&
	    !options->hostname == !control->hostname)
		return control;
	scamper_control_free(control);
	scamper_fail_memory(error);
	return NULL;
}

void scamper_control_free(struct scamper_control *control)
{
	if (!control)
		return;
	while (control->clients)
		scamper_client_free(control->clients);
	free(control->monitor);
	free(control->hostname);
	free(control->version);
	free(control);
}

static bool full(const struct scamper_client *client)
{
	return queue_len(&client->out) > client->control->options.max_output;
}

/* Output that was lost for lack of memory cannot be made up for. */
static void check_memory(struct scamper_client *client)
{
	if (client->out.bytes.failed || client->in.bytes.failed) {
		client_end(client);
		queue_free(&client->out);
	}
}

void client_say(struct scamper_client *client, const char *format, ...)
{
	char text[256];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (len < 0)
		return;
	if ((size_t)len >= sizeof(text))
		len = sizeof(text) - 1;
	buffer_put(&client->out.bytes, text, (size_t)len);
	buffer_put(&client->out.bytes, "\n", 1);
}

/* The writer's sink: one record, or one line of JSON. */
static int put_data(void *user, const void *data, size_t len)
{
	struct scamper_client *client = user;
	struct buffer *out = &client->out.bytes;

	client_say(client, "DATA %zu", client->json ? len : uuencode_len(len));
	if (client->json)
		buffer_put(out, data, len);
	else
		uuencode(out, data, len);
	return out->failed ? -ENOMEM : 0;
}

static void note(struct scamper_client *client, int rc)
{
	if (rc)
		client->out.bytes.failed = true;
}

static void start_cycle(struct scamper_client *client)
{
	struct scamper_cycle *cycle = scamper_source_cycle(client->source);

	if (client->cycle_started)
		return;
	client->cycle_started = true;
	note(client, scamper_write_cycle_start(client->writer, cycle));
}

static void stop_cycle(struct scamper_client *client)
{
	struct scamper_cycle *cycle = scamper_source_cycle(client->source);

	start_cycle(client);
	cycle->stop_sec =
		scamper_engine_wall_sec(client->control->options.engine);
	note(client, scamper_write_cycle_stop(client->writer, cycle));
}

void client_end(struct scamper_client *client)
{
	client->state = CLIENT_OVER;
	queue_free(&client->in);
	if (client->source)
		scamper_source_close(client->source);
	client->source = NULL;
	scamper_writer_free(client->writer);
	client->writer = NULL;
}

/* After `done`, when the last task is over. */
static void end_if_finished(struct scamper_client *client)
{
	if (client->state != CLIENT_DONE ||
	    scamper_source_pending(client->source))
		return;
	stop_cycle(client);
	client_end(client);
}

static void take_lines(struct scamper_client *client);

static void on_more(struct scamper_source *source, void *user)
{
	struct scamper_client *client = user;

	/* The first credit: commands sent with `attach` use it up. */
	if (client->cycle_started || !scamper_source_pending(source))
		client_say(client, "MORE");
	start_cycle(client);
	check_memory(client);
}

static void on_done(struct scamper_source *source, void *user, uint32_t id,
		    void *task_user, struct scamper_result *result)
{
	struct scamper_client *client = user;

	(void)source;
	(void)id;
	(void)task_user;
	start_cycle(client);
	if (result)
		note(client, scamper_write_result(client->writer, result));
	scamper_result_free(result);
	end_if_finished(client);
	check_memory(client);
	take_lines(client);
}

bool client_attach(struct scamper_client *client, uint32_t priority, bool json)
{
	const struct scamper_control *control = client->control;
	struct scamper_engine *engine = control->options.engine;
	struct scamper_source_options options = {
		.list_name = client->name,
		.list_descr = "",
		.monitor = control->monitor,
		.hostname = control->hostname,
		.cycle_id = 1,
		.start_sec = scamper_engine_wall_sec(engine),
		.priority = priority,
		.ops = {.more = on_more, .done = on_done},
		.user = client,
	};
	struct scamper_sink sink = {put_data, client};

	client->json = json;
	client->writer = json ? scamper_json_writer_new(sink)
			      : scamper_warts_writer_new(sink);
	if (client->writer) {
		scamper_writer_add(client->writer, &scamper_tracelb_kind);
		scamper_writer_add(client->writer, &scamper_dealias_kind);
		client->source = scamper_source_open(engine, &options, NULL);
	}
	if (!client->source) {
		client_say(client, "ERR no memory left");
		client_end(client);
		return false;
	}
	client->state = CLIENT_ATTACHED;
	return true;
}

struct scamper_client *scamper_client_new(struct scamper_control *control,
					  const char *name, bool attached,
					  struct scamper_error *error)
{
	struct scamper_client *client = calloc(1, sizeof(*client));

	if (client)
		client->name = copy_text(name);
	if (!client || !client->name) {
		free(client);
		scamper_fail_memory(error);
		return NULL;
	}
	client->control = control;
	client->next = control->clients;
	control->clients = client;
	if (!attached || client_attach(client, 1, false))
		return client;
	scamper_client_free(client);
	scamper_fail_memory(error);
	return NULL;
}

void scamper_client_free(struct scamper_client *client)
{
	struct scamper_client **link;

	if (!client)
		return;
	client_end(client);
	for (link = &client->control->clients; *link != client;)
		link = &(*link)->next;
	*link = client->next;
	queue_free(&client->out);
	free(client->name);
	free(client);
}

static void no_more_commands(struct scamper_client *client)
{
	client->state = CLIENT_DONE;
	scamper_source_no_more_commands(client->source);
	end_if_finished(client);
}

static void halt(struct scamper_client *client, char *rest)
{
	const char *word = next_word(&rest);
	uint32_t id;

	if (!word || !parse_u32(word, &id))
		client_say(client, "ERR usage: halt [id]");
	else if (scamper_source_halt(client->source, id, NULL))
		client_say(client, "OK halted %u", (unsigned int)id);
	else
		client_say(client, "ERR no task id-%u", (unsigned int)id);
}

static void submit(struct scamper_client *client, const char *line)
{
	struct scamper_error error = {0};
	uint32_t id = scamper_source_submit(client->source, line, NULL, &error);

	if (!id) {
		client_say(client, "ERR command not accepted: %s", error.text);
		return;
	}
	client->last_task = id;
	client_say(client, "OK id-%u", (unsigned int)id);
}

/* What an attached client says besides commands. */
enum word { WORD_COMMAND, WORD_DONE, WORD_HALT };

static enum word word_of(const char *line, size_t len)
{
	char first[6] = "";
	size_t used = 0;

	while (used < len && used < sizeof(first) - 1 && line[used] != ' ') {
		first[used] = line[used];
		used++;
	}
	if (same_word(first, "done") && used == len)
		return WORD_DONE;
	return same_word(first, "halt") ? WORD_HALT : WORD_COMMAND;
}

static void take_line(struct scamper_client *client, char *line, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (line[i] >= ' ' && line[i] <= '~')
			continue;
		client_say(client, "ERR invalid character in line");
		scamper_client_eof(client);
		return;
	}
	if (len == 0)
		return;
	if (client->state == CLIENT_INTERACTIVE) {
		client_interact(client, line);
		return;
	}
	switch (word_of(line, len)) {
	case WORD_DONE:
		client_say(client, "OK");
		no_more_commands(client);
		break;
	case WORD_HALT:
		halt(client, line + strlen("halt"));
		break;
	default:
		submit(client, line);
	}
}

/* Whether this line is one that has to wait for a task to end. */
static bool too_many(const struct scamper_client *client, const char *line,
		     size_t len)
{
	return client->state == CLIENT_ATTACHED &&
	       scamper_source_pending(client->source) >=
		       client->control->options.max_tasks &&
	       word_of(line, len) == WORD_COMMAND;
}

/* One line of those that wait; false: there is none, or not yet. */
static bool take_next(struct scamper_client *client)
{
	size_t waiting = queue_len(&client->in), len, taken;
	char *line = (char *)queue_front(&client->in);
	char *end = waiting ? memchr(line, '\n', waiting) : NULL;

	if (full(client))
		return false;
	len = end ? (size_t)(end - line) : waiting;
	if (len > MAX_LINE) {
		client_say(client, "ERR line of more than %d characters",
			   MAX_LINE);
		client_end(client);
		return false;
	}
	if (!end || too_many(client, line, len))
		return false;
	taken = len + 1;
	if (len && line[len - 1] == '\r')
		len--;
	line[len] = '\0';
	take_line(client, line, len);
	if (client->state == CLIENT_OVER)
		return false; /* and the line is gone with its queue */
	queue_drop(&client->in, taken);
	return true;
}

static void take_lines(struct scamper_client *client)
{
	if (client->parsing)
		return;
	client->parsing = true;
	while (client->state != CLIENT_OVER && take_next(client))
		;
	client->parsing = false;
	check_memory(client);
}

bool scamper_client_hungry(const struct scamper_client *client)
{
	return client->state != CLIENT_OVER && !full(client) &&
	       queue_len(&client->in) < FULL_INPUT;
}

void scamper_client_receive(struct scamper_client *client, const void *data,
			    size_t len)
{
	if (client->state == CLIENT_OVER)
		return;
	buffer_put(&client->in.bytes, data, len);
	take_lines(client);
	if (queue_len(&client->in) <= MAX_INPUT)
		return;
	client_say(client, "ERR too many commands are waiting");
	client_end(client);
}

void scamper_client_eof(struct scamper_client *client)
{
	if (client->source)
		stop_cycle(client);
	client_end(client);
}

const void *scamper_client_output(struct scamper_client *client, size_t *len)
{
	*len = queue_len(&client->out);
	return queue_front(&client->out);
}

void scamper_client_sent(struct scamper_client *client, size_t len)
{
	queue_drop(&client->out, len);
	take_lines(client);
}

bool scamper_client_finished(const struct scamper_client *client)
{
	return client->state == CLIENT_OVER && queue_len(&client->out) == 0;
}

void scamper_control_stop(struct scamper_control *control)
{
	struct scamper_client *next;

	for (struct scamper_client *c = control->clients; c; c = next) {
		next = c->next;
		if (!c->source) {
			client_end(c);
			continue;
		}
		queue_free(&c->in);
		for (uint32_t id = 1; id <= c->last_task; id++)
			scamper_source_halt(c->source, id, NULL);
		no_more_commands(c);
	}
}
