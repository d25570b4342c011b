/* SPDX-License-Identifier: BSD-3-Clause */
#include "lines.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "error.h"

#define LINE_MAX_BYTES 256

/* Bytes read at a time: in a guest it is a message to the host. */
#define BUFFER 8192

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

static bool take_line(const struct tnt_lines *lines, const char *path,
		      unsigned int number, char *line)
{
	char *text = trim(line);

	if (!*text || *text == '#' || lines->take(lines->user, text))
		return true;
	fprintf(stderr,
		"%s(%u): error UK%04d: '%.40s' is no %s. "
		"Correct the line, or begin it with #.\n",
		path, number, lines->line, text, lines->thing);
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
static bool next_line(const struct tnt_lines *lines, FILE *file,
		      char line[LINE_MAX_BYTES])
{
	const char *text = file ? fgets(line, LINE_MAX_BYTES, file) : NULL;

	if (text)
		skip_line(file, line);
	text = scamper_tape_text(lines->tape, "line", text);
	if (text && text != line)
		snprintf(line, LINE_MAX_BYTES, "%s", text);
	return text;
}

bool tnt_lines_read(const struct tnt_lines *lines, const char *path)
{
	char line[LINE_MAX_BYTES], buffer[BUFFER];
	FILE *file = lines->replay ? NULL : fopen(path, "r");
	unsigned int number = 0;
	bool good = file || lines->replay;

	if (file)
		setvbuf(file, buffer, _IOFBF, sizeof(buffer));
	while ((file || lines->replay) && next_line(lines, file, line))
		good &= take_line(lines, path, ++number, line);
	if (!lines->replay && (!file || ferror(file))) {
		tnt_errorf(lines->unreadable,
			   "Check the name and the permissions",
			   "cannot read %s '%s': %s", lines->kind, path,
			   strerror(errno));
		good = false;
	}
	if (file)
		fclose(file);
	return good;
}
