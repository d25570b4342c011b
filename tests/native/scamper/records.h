/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading and writing records in memory. */
#ifndef SCAMPER_TEST_RECORDS_H
#define SCAMPER_TEST_RECORDS_H

#include <scamper/record.h>

/* Bytes that grow; freed by bytes_free(). */
struct bytes {
	uint8_t *data;
	size_t len;
	size_t at;          /* of the next read */
	unsigned int calls; /* of the sink */
	size_t chunk;       /* most that one read gives; 0: all */
};

void bytes_free(struct bytes *bytes);
struct bytes bytes_of_file(const char *name);
struct scamper_sink bytes_sink(struct bytes *bytes);
struct scamper_stream bytes_stream(struct bytes *bytes);

/* Reads all of `in` and writes it as `format` to `out`. The number of
 * records, or -1 with *error. */
int convert(struct bytes *in, enum scamper_layout layout,
	    enum scamper_format format, struct bytes *out,
	    struct scamper_error *error);

/* Runs a command of the shell, its output to `out`; its exit status. */
int run_command(const char *command, struct bytes *out);

/* Puts bytes into a file below the folder of test products. */
const char *write_product(const char *name, const struct bytes *bytes);

#endif
