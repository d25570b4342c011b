/* SPDX-License-Identifier: BSD-3-Clause */
/* Packets from the network: the parser, its IP options and extensions. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../../../../lib-scamper/src/ip_options.h"
#include "mend.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *packet = malloc(size ? size : 1);
	struct reply reply;

	assert(packet);
	memcpy(packet, data, size);
	mend_sum(packet, size);
	if (packet_parse(packet, size, &reply)) {
		uint8_t *ext = NULL;
		uint16_t ext_len = 0;
		struct scamper_ip_options options;

		ip_options_parse(reply.options, reply.options_len, &options);
		assert(packet_copy_ext(&reply, &ext, &ext_len));
		free(ext);
	}
	free(packet);
	return 0;
}
