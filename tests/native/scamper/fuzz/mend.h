/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Makes the ICMP checksum of a packet right, or hardly any input would get
 * past it.
 */
#ifndef FUZZ_MEND_H
#define FUZZ_MEND_H

#include "../../../../lib-scamper/src/bytes.h"
#include "../../../../lib-scamper/src/packet.h"

/* The ICMPv6 sum has a pseudo header: addresses, length, number. */
static inline void mend_sum6(uint8_t *packet, size_t size)
{
	size_t len = size >= 48 ? get16(packet + 4) : 0;
	uint32_t sum = PROTO_ICMP6 + (uint32_t)len;

	if (len < 8 || len > size - 40 || packet[6] != PROTO_ICMP6)
		return;
	put16(packet + 42, 0);
	sum = packet_sum(sum, packet + 8, 32);
	put16(packet + 42, (uint16_t)~packet_sum(sum, packet + 40, len));
}

static inline void mend_sum(uint8_t *packet, size_t size)
{
	size_t header = size ? (packet[0] & 0x0f) * 4u : 0;
	size_t total = size >= 20 ? get16(packet + 2) : 0;

	if (size && packet[0] >> 4 == 6) {
		mend_sum6(packet, size);
		return;
	}
	if (header < 20 || total > size || total < header + 8 ||
	    packet[9] != PROTO_ICMP)
		return;
	put16(packet + header + 2, 0);
	put16(packet + header + 2,
	      (uint16_t)~packet_sum(0, packet + header, total - header));
}

#endif
