/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzzer of the annotation alone: the input is what stands in attributes of
 * type 14 of a trace with three hops, the middle one silent.
 */
#include <string.h>

#include "record.h"

#define PART_MAX 4095

static void add_hop(struct scamper_trace *trace, uint8_t ttl)
{
	struct scamper_hop *hop = scamper_hop_new();

	hop->addr = scamper_addr_ipv4(0x14000002u + ttl * 256u);
	hop->probe_ttl = ttl;
	scamper_trace_append(trace, hop);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scamper_trace *trace = scamper_trace_new();
	struct tnt_path path;

	trace->hop_count = 3;
	add_hop(trace, 1);
	add_hop(trace, 3);
	for (size_t i = 0; i < size; i += PART_MAX)
		scamper_trace_add_attr(trace, TNT_ATTR_TYPE, data + i,
				       size - i < PART_MAX ? size - i
							   : PART_MAX);
	if (tnt_record_read(&path, trace) && path.annotated)
		tnt_attr_add(&path);
	tnt_path_free(&path);
	return 0;
}
