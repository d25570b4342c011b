/* SPDX-License-Identifier: BSD-3-Clause */
/* The input of a fuzzer as a stream of results. */
#ifndef INPUT_H
#define INPUT_H

#include <scamper/record.h>
#include <string.h>

struct input {
	const uint8_t *at;
	size_t left;
};

/* For struct scamper_stream. */
static inline long input_read(void *user, void *data, size_t len)
{
	struct input *input = user;

	if (len > input->left)
		len = input->left;
	if (len)
		memcpy(data, input->at, len);
	input->at += len;
	input->left -= len;
	return (long)len;
}

#endif
