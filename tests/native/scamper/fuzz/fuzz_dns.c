/* SPDX-License-Identifier: BSD-3-Clause */
/* Answers of a name server to a question that is ours, or made to be. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../../../../lib-scamper/src/dns.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scamper_addr addr = scamper_addr_ipv4(0x14090909);
	uint8_t question[DNS_QUESTION];
	size_t asked = dns_question(0x4321, &addr, question);
	uint8_t *message = malloc(asked + size);
	char name[DNS_NAME];

	assert(message);
	/* Whatever is made up, and what answers the question for sure. */
	dns_name(question, asked, data, size, name);
	memcpy(message, question, asked);
	message[2] = 0x81;
	message[6] = 0xff;
	memcpy(message + asked, data, size);
	if (dns_name(question, asked, message, asked + size, name))
		assert(strlen(name) < DNS_NAME && *name);
	free(message);
	return 0;
}
