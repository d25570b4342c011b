/* SPDX-License-Identifier: BSD-3-Clause */
#include "destinations.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <scamper/addr.h>
#include <scamper/tape.h>

#include "error.h"
#include "memory.h"

#define LINE_MAX_BYTES 256

bool tnt_destinations_add(struct tnt_destinations *list, const char *text)
{
	struct scamper_addr addr;

	if (!scamper_addr_parse(text, &addr))
		return false;
	list->at = tnt_grow(list->at, list->count, sizeof(*list->at));
	list->at[list->count++] = scamper_addr_to_ipv4(&addr);
	return true;
}

/* Cuts blanks off both ends. */
static char *trim(char *line)
{
	size_t len;

	line += strspn(line, " \t\r\n");
	len = strlen(line);
	while (len && strchr(" \t\r\n", line[len - 1]))
		line[--len] = '\0';
	return line;
}

static bool add_line(struct tnt_destinations *list, const char *path,
		     unsigned int number, char *line)
{
	char *text = trim(line);

	if (!*text || *text == '#' || tnt_destinations_add(list, text))
		return true;
	fprintf(stderr,
		"%s(%u): error UK6011: '%.40s' is no IPv4 address. "
		"Correct the line, or begin it with #.\n",
		path, number, text);
	return false;
}

/* The rest of a line that is longer than the buffer. */
static void skip_line(FILE *file, const char *line)
{
	int c = strchr(line, '\n') ? '\n' : 0;

	while (c != '\n' && c != EOF)
		c = getc(file);
}

/* False: there is no other line. */
static bool next_line(FILE *file, struct scamper_tape *tape,
		      char line[LINE_MAX_BYTES])
{
	const char *text = file ? fgets(line, LINE_MAX_BYTES, file) : NULL;

	if (text)
		skip_line(file, line);
	text = scamper_tape_text(tape, "line", text);
	if (text && text != line)
		snprintf(line, LINE_MAX_BYTES, "%s", text);
	return text;
}

bool tnt_destinations_load(struct tnt_destinations *list, const char *path,
			   bool replay, struct scamper_tape *tape)
{
	char line[LINE_MAX_BYTES];
	FILE *file = replay ? NULL : fopen(path, "r");
	unsigned int number = 0;
	bool good = file || replay;

	while (good && next_line(file, tape, line))
		good &= add_line(list, path, ++number, line);
	if (!replay && (!file || ferror(file))) {
		tnt_errorf(6010, "Check the name and the permissions",
			   "cannot read destination file '%s': %s", path,
			   strerror(errno));
		good = false;
	}
	if (file)
		fclose(file);
	if (good && !list->count) {
		tnt_errorf(6012, "Put one address on each line",
			   "destination file '%s' holds no address", path);
		good = false;
	}
	return good;
}

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u; /* SplitMix64 */

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

void tnt_destinations_shuffle(struct tnt_destinations *list, uint64_t seed)
{
	for (size_t i = list->count; i > 1; i--) {
		size_t j = next_random(&seed) % i;
		uint32_t swap = list->at[i - 1];

		list->at[i - 1] = list->at[j];
		list->at[j] = swap;
	}
}

void tnt_destinations_free(struct tnt_destinations *list)
{
	free(list->at);
	*list = (struct tnt_destinations){0};
}
