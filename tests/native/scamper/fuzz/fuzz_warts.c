/* SPDX-License-Identifier: BSD-3-Clause */
/* Warts files: the reader alone, in all layouts; the first byte chooses. */
#include <assert.h>
#include <scamper/record.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data + 1, size - 1};
	struct scamper_stream stream = {input_read, &input};
	struct scamper_error error = {0};
	struct scamper_object object;
	struct scamper_reader *reader;
	int rc;

	if (!size)
		return 0;
	reader = scamper_reader_new(stream, (enum scamper_layout)(data[0] % 3));
	scamper_reader_add(reader, &scamper_tracelb_kind);
	scamper_reader_add(reader, &scamper_dealias_kind);
	while ((rc = scamper_reader_next(reader, &object, &error)) > 0)
		scamper_object_clear(&object);
	assert(rc == 0 || (error.code >= 5030 && error.code <= 5034));
	scamper_reader_free(reader);
	return 0;
}
