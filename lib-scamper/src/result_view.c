/* SPDX-License-Identifier: BSD-3-Clause */
/* Looking into results: ICMP extensions, names of numbers. */
#include <scamper/result.h>

#include "bytes.h"

/* RFC 4950: class 1 type 1 is the received label stack. */
enum { MPLS_CLASS = 1, MPLS_INCOMING = 1, LSE_BYTES = 4 };

bool scamper_icmpext_next(const struct scamper_hop *hop, size_t *offset,
			  struct scamper_icmpext *out)
{
	const uint8_t *p;

	if (*offset + 4 > hop->ext_len)
		return false;
	p = hop->ext + *offset;
	out->len = get16(p);
	out->class_num = p[2];
	out->class_type = p[3];
	out->data = p + 4;
	if (*offset + 4 + out->len > hop->ext_len)
		return false;
	*offset += 4u + out->len;
	return true;
}

bool scamper_hop_lse(const struct scamper_hop *hop, unsigned int index,
		     struct scamper_lse *out)
{
	struct scamper_icmpext ext;
	size_t offset = 0;

	while (scamper_icmpext_next(hop, &offset, &ext)) {
		unsigned int count = ext.len / LSE_BYTES;
		uint32_t word;

		if (ext.class_num != MPLS_CLASS ||
		    ext.class_type != MPLS_INCOMING)
			continue;
		if (index >= count) {
			index -= count;
			continue;
		}
		word = get32(ext.data + LSE_BYTES * index);
		out->label = word >> 12;
		out->exp = (word >> 9) & 7;
		out->bottom = (word >> 8) & 1;
		out->ttl = word & 0xff;
		return true;
	}
	return false;
}

const char *scamper_trace_stop_name(uint8_t stop_reason)
{
	static const char *const names[] = {
		"NONE",     "COMPLETED", "UNREACH",  "ICMP", "LOOP",
		"GAPLIMIT", "ERROR",     "HOPLIMIT", "GSS",  "HALTED",
	};

	return stop_reason < sizeof(names) / sizeof(names[0])
		       ? names[stop_reason]
		       : "UNKNOWN";
}

const char *scamper_trace_method_name(uint8_t type)
{
	static const char *const names[] = {
		"unknown",    "icmp",      "udp",     "tcp",
		"icmp-paris", "udp-paris", "tcp-ack",
	};

	return names[type < sizeof(names) / sizeof(names[0]) ? type : 0];
}
