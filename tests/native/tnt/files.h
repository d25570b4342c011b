/* SPDX-License-Identifier: BSD-3-Clause */
/* Sample files, and records in memory. */
#ifndef TNT_TEST_FILES_H
#define TNT_TEST_FILES_H

#include <stddef.h>
#include <stdint.h>

#include <scamper/record.h>

struct memory {
	uint8_t *at;
	size_t used, taken; /* written, and read so far */
};

/* The bytes of data/NAME: hexadecimal text if it ends with .hex. */
struct memory sample(const char *name);

/* A sink that appends to a memory, a stream that takes from one. */
struct scamper_sink memory_sink(struct memory *memory);
struct scamper_stream memory_stream(struct memory *memory);

#endif
