/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What --resume found in its file is an input of the run: it is put on the
 * tape in pieces, in hexadecimal, since texts of a tape have no NUL.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <scamper/tape.h>

#include "../src/error.h"
#include "../src/resume.h"

#define PIECE 4096

static const char digits[] = "0123456789abcdef";

static bool failed(const struct tnt_options *options)
{
	tnt_errorf(6033, "Give the result file of the run, or another name",
		   "cannot resume '%s': %s", options->output, strerror(errno));
	return false;
}

static bool record(int fd, const struct tnt_options *options)
{
	unsigned char bytes[PIECE];
	char text[2 * PIECE + 1];
	ssize_t n;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return failed(options);
	while ((n = read(fd, bytes, sizeof(bytes))) > 0) {
		for (ssize_t i = 0; i < n; i++) {
			text[2 * i] = digits[bytes[i] >> 4];
			text[2 * i + 1] = digits[bytes[i] & 15];
		}
		text[2 * n] = '\0';
		scamper_tape_text(options->tape, "resumed", text);
	}
	scamper_tape_text(options->tape, "resumed", NULL);
	return n == 0 || failed(options);
}

/* The value of a digit; of another character any. */
static unsigned int value_of(char digit)
{
	const char *at = strchr(digits, digit);

	return at ? (unsigned int)(at - digits) & 15 : 0;
}

static bool replay(int fd, const struct tnt_options *options)
{
	const char *text;

	if (ftruncate(fd, 0) < 0)
		return failed(options);
	while ((text = scamper_tape_text(options->tape, "resumed", NULL))) {
		unsigned char bytes[PIECE];
		size_t n = 0;

		for (; n < PIECE && text[0] && text[1]; text += 2)
			bytes[n++] = (unsigned char)(value_of(text[0]) << 4 |
						     value_of(text[1]));
		if (write(fd, bytes, n) != (ssize_t)n)
			return failed(options);
	}
	return true;
}

bool tnt_resume_tape(int fd, const struct tnt_options *options)
{
	if (options->replay)
		return replay(fd, options);
	return !options->tape || record(fd, options);
}
