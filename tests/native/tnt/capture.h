/* SPDX-License-Identifier: BSD-3-Clause */
/* What goes to standard error or standard output, as text. */
#ifndef TNT_TEST_CAPTURE_H
#define TNT_TEST_CAPTURE_H

#include <stdio.h>

struct capture {
	FILE *stream, *file;
	int saved;
};

struct capture capture_begin(FILE *stream);
/* Ends it; the caller frees the text. */
char *capture_end(struct capture *capture);

#endif
