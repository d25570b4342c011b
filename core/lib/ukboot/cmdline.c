/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line: `parameter=value ... -- argument ...`. Quotes group, a
 * backslash keeps the next character (not inside of single quotes).
 */
#include <stdbool.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/config.h>
#include <uk/errno.h>
#include <uk/param.h>
#include <uk/print.h>

#include "cmdline.h"

#ifndef CONFIG_UK_NAME
#define CONFIG_UK_NAME "unikernel"
#endif

/* QEMU appends this parameter at the end, so behind `--`, too */
#define ALWAYS_PARAMETER "virtio_mmio.device"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/*
 * Takes the next word out of *@rest, unquoted in place; NULL at the end. The
 * word never grows, so writing stays behind reading.
 */
static char *next_word(char **rest)
{
	char *in = *rest;
	char *word, *out;
	char quote = 0;

	while (is_blank(*in))
		in++;
	if (!*in)
		return NULL;
	word = out = in;
	for (; *in && (quote || !is_blank(*in)); in++) {
		if (*in == '\\' && quote != '\'' && in[1])
			*out++ = *++in;
		else if (quote ? *in == quote : *in == '"' || *in == '\'')
			quote = quote ? 0 : *in;
		else
			*out++ = *in;
	}
	if (quote)
		uk_pr_warn("UK8004: the command line ends inside of quotes. "
			   "Close them with %c.\n",
			   quote);
	*rest = *in ? in + 1 : in;
	*out = 0;
	return word;
}

/* An upper bound: words are separated by blanks */
static size_t count_words(const char *text)
{
	size_t n = 1;

	for (; *text; text++)
		n += is_blank(*text);
	return n;
}

int uk_cmdline_parse(char *text, int *argc, char ***argv)
{
	static char name[] = CONFIG_UK_NAME;
	char **args = uk_calloc(count_words(text) + 2, sizeof(*args));
	bool program = false;
	int n = 0;
	char *word;

	if (!args) {
		uk_pr_err("UK8007: no memory for the command line. Give the "
			  "guest more memory.\n");
		return -ENOMEM;
	}
	args[n++] = name;
	while ((word = next_word(&text))) {
		int r;

		if (!program && !strcmp(word, "--")) {
			program = true;
			continue;
		}
		if (program && !uk_param_is(word, ALWAYS_PARAMETER)) {
			args[n++] = word;
			continue;
		}
		r = uk_param_apply(word);
		if (r < 0) {
			uk_free(args);
			return r;
		}
	}
	*argc = n;
	*argv = args;
	return 0;
}
