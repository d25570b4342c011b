/* SPDX-License-Identifier: BSD-3-Clause */
#include "capture.h"

#include <stdlib.h>
#include <unistd.h>

struct capture capture_begin(FILE *stream)
{
	struct capture capture = {.stream = stream, .file = tmpfile()};

	fflush(stream);
	capture.saved = dup(fileno(stream));
	dup2(fileno(capture.file), fileno(stream));
	return capture;
}

char *capture_end(struct capture *capture)
{
	long size;
	char *text;

	fflush(capture->stream);
	dup2(capture->saved, fileno(capture->stream));
	close(capture->saved);
	fseek(capture->file, 0, SEEK_END);
	size = ftell(capture->file);
	rewind(capture->file);
	text = calloc(1, (size_t)size + 1);
	if (fread(text, 1, (size_t)size, capture->file) != (size_t)size)
		text[0] = '\0';
	fclose(capture->file);
	return text;
}
