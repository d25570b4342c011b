/* SPDX-License-Identifier: BSD-3-Clause */
/* Command lines: accepted, or refused with a coded error. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../../../../lib-scamper/src/command.h"
#include "../../../../lib-scamper/src/dealias_feature.h"
#include "../../../../lib-scamper/src/tracelb_feature.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct command_rules *const more[] = {
	&command_tracelb_rules, &command_dealias_rules, NULL};

static void one_line(const char *prefix, const uint8_t *data, size_t size)
{
	size_t used = strlen(prefix);
	char *line = malloc(used + size + 1);
	struct scamper_error error = {0};
	struct command command;

	assert(line);
	memcpy(line, prefix, used);
	memcpy(line + used, data, size);
	line[used + size] = '\0';
	if (command_parse(line, more, 4711, &command,
			  &error)) {
		assert(command.trace || command.ping || command.tracelb ||
		       command.dealias);
		command_free(&command);
	} else {
		assert((error.code >= 5001 && error.code <= 5016) ||
		       error.code == 6040);
		assert(strlen(error.text) < sizeof(error.text));
	}
	free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	one_line("", data, size);
	one_line("trace ", data, size);
	one_line("ping ", data, size);
	one_line("tracelb ", data, size);
	one_line("dealias ", data, size);
	one_line("dealias -m radargun -p '", data, size);
	return 0;
}
