/* SPDX-License-Identifier: BSD-3-Clause */
#include "files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests.h"

#define SAMPLE_MAX 65536

struct memory sample(const char *name)
{
	struct memory memory = {.at = calloc(1, SAMPLE_MAX)};
	char path[256];
	unsigned int byte;
	FILE *file;

	snprintf(path, sizeof(path), "%s/data/%s", TEST_DIR, name);
	file = fopen(path, "r");
	assert_non_null(file);
	if (strstr(name, ".hex"))
		while (fscanf(file, "%2x", &byte) == 1)
			memory.at[memory.used++] = (uint8_t)byte;
	else
		memory.used = fread(memory.at, 1, SAMPLE_MAX - 1, file);
	fclose(file);
	assert_true(memory.used > 0);
	return memory;
}

static int append(void *user, const void *data, size_t len)
{
	struct memory *memory = user;

	memory->at = realloc(memory->at, memory->used + len);
	memcpy(memory->at + memory->used, data, len);
	memory->used += len;
	return 0;
}

static long take(void *user, void *data, size_t len)
{
	struct memory *memory = user;
	size_t n = memory->used - memory->taken;

	if (n > len)
		n = len;
	if (n)
		memcpy(data, memory->at + memory->taken, n);
	memory->taken += n;
	return (long)n;
}

struct scamper_sink memory_sink(struct memory *memory)
{
	return (struct scamper_sink){append, memory};
}

struct scamper_stream memory_stream(struct memory *memory)
{
	return (struct scamper_stream){take, memory};
}
