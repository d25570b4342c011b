/* SPDX-License-Identifier: BSD-3-Clause */
/* Interactive mode: get, set, attach, exit (scamper.md section 2). */
#include <stdlib.h>
#include <string.h>

#include "control_state.h"

enum { MAX_WINDOW = 65535, MAX_PRIORITY = 100000, MAX_PPS = 10000 };

char *next_word(char **line)
{
	char *word = *line + strspn(*line, " ");
	size_t len = strcspn(word, " ");

	if (len == 0)
		return NULL;
	*line = word + len;
	if (word[len]) {
		word[len] = '\0';
		(*line)++;
	}
	return word;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

bool same_word(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

bool parse_u32(const char *text, uint32_t *value)
{
	uint64_t parsed = 0;

	if (*text == '\0')
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;
		parsed = parsed * 10 + (uint64_t)(*text - '0');
		if (parsed > UINT32_MAX)
			return false;
	}
	*value = (uint32_t)parsed;
	return true;
}

char *copy_text(const char *text)
{
	size_t len = strlen(text) + 1;
	char *copy = malloc(len);

	if (copy)
		memcpy(copy, text, len);
	return copy;
}

static void get(struct scamper_client *client, char *rest)
{
	const struct scamper_control *control = client->control;
	const struct scamper_engine *engine = control->options.engine;
	const char *what = next_word(&rest);

	if (!what)
		client_say(client,
			   "ERR usage: get [command | monitorname | pid | pps "
			   "| version | window]");
	else if (same_word(what, "pps"))
		client_say(client, "OK pps %u",
			   (unsigned int)scamper_engine_pps(engine));
	else if (same_word(what, "window"))
		client_say(client, "OK window %u/%u",
			   (unsigned int)scamper_engine_running(engine),
			   (unsigned int)scamper_engine_window(engine));
	else if (same_word(what, "version"))
		client_say(client, "OK version %s", control->version);
	else if (same_word(what, "pid"))
		client_say(client, "OK pid %u",
			   (unsigned int)control->options.pid);
	else if (same_word(what, "command"))
		client_say(client, "OK command trace");
	else if (same_word(what, "monitorname") && control->monitor)
		client_say(client, "OK monitorname %s", control->monitor);
	else if (same_word(what, "monitorname"))
		client_say(client, "OK null monitorname");
	else
		client_say(client, "ERR unhandled get command '%.40s'", what);
}

/* A number of the range, or the client is told. */
static bool number(struct scamper_client *client, const char *what,
		   const char *text, uint32_t min, uint32_t max,
		   uint32_t *value)
{
	bool digits = text && text[strspn(text, "0123456789")] == '\0';

	if (!text)
		client_say(client, "ERR set %s requires argument", what);
	else if (parse_u32(text, value) && *value >= min && *value <= max)
		return true;
	else if (digits || text[0] == '-')
		client_say(client, "ERR %s: %.20s out of range (%u, %u)", what,
			   text, (unsigned int)min, (unsigned int)max);
	else
		client_say(client, "ERR set %s argument is not an integer",
			   what);
	return false;
}

static void set(struct scamper_client *client, char *rest)
{
	struct scamper_engine *engine = client->control->options.engine;
	const char *what = next_word(&rest);
	const char *text = what ? next_word(&rest) : NULL;
	uint32_t value;

	if (!what) {
		client_say(client, "ERR usage: set [pps | window]");
	} else if (same_word(what, "pps")) {
		if (!number(client, "pps", text, 1, MAX_PPS, &value))
			return;
		scamper_engine_set_pps(engine, value);
		client_say(client, "OK pps %u", (unsigned int)value);
	} else if (same_word(what, "window")) {
		if (!number(client, "window", text, 0, MAX_WINDOW, &value))
			return;
		scamper_engine_set_window(engine, value);
		client_say(client, "OK window %u", (unsigned int)value);
	} else {
		client_say(client, "ERR unhandled set command '%.40s'", what);
	}
}

static void attach(struct scamper_client *client, char *rest)
{
	uint32_t priority = 1;
	bool json = false;
	const char *word;

	while ((word = next_word(&rest))) {
		const char *value = next_word(&rest);

		if (same_word(word, "priority") && value) {
			if (!parse_u32(value, &priority) || priority == 0 ||
			    priority > MAX_PRIORITY) {
				client_say(client, "ERR invalid priority");
				return;
			}
		} else if (same_word(word, "format") && value &&
			   (same_word(value, "warts") ||
			    same_word(value, "json"))) {
			json = same_word(value, "json");
		} else {
			client_say(client,
				   "ERR command attach param '%.40s' failed",
				   word);
			return;
		}
	}
	if (client_attach(client, priority, json))
		client_say(client, "OK");
}

void client_interact(struct scamper_client *client, char *line)
{
	const char *word = next_word(&line);

	if (!word)
		return;
	if (same_word(word, "get"))
		get(client, line);
	else if (same_word(word, "set"))
		set(client, line);
	else if (same_word(word, "attach"))
		attach(client, line);
	else if (same_word(word, "exit"))
		client_end(client);
	else
		client_say(client, "ERR unhandled command '%.40s'", word);
}
