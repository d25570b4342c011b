/* SPDX-License-Identifier: BSD-3-Clause */
#include <scamper/addr.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "bytes.h"

struct scamper_addr scamper_addr_ipv4(uint32_t host_order)
{
	struct scamper_addr addr = {.type = SCAMPER_ADDR_IPV4, .len = 4};

	put32(addr.bytes, host_order);
	return addr;
}

uint32_t scamper_addr_to_ipv4(const struct scamper_addr *addr)
{
	return addr->type == SCAMPER_ADDR_IPV4 ? get32(addr->bytes) : 0;
}

bool scamper_addr_equal(const struct scamper_addr *a,
			const struct scamper_addr *b)
{
	return a->type == b->type && a->len == b->len &&
	       memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool scamper_addr_parse(const char *text, struct scamper_addr *addr)
{
	uint32_t value = 0;

	for (int part = 0; part < 4; part++) {
		unsigned int byte = 0;
		int digits = 0;

		while (*text >= '0' && *text <= '9' && digits < 3) {
			byte = byte * 10 + (unsigned int)(*text++ - '0');
			digits++;
		}
		if (digits == 0 || byte > 255)
			return false;
		if (*text++ != (part < 3 ? '.' : '\0'))
			return false;
		value = (value << 8) | byte;
	}
	*addr = scamper_addr_ipv4(value);
	return true;
}

bool scamper_addr_parse_any(const char *text, struct scamper_addr *addr)
{
	struct scamper_addr ipv6 = {.type = SCAMPER_ADDR_IPV6, .len = 16};

	if (scamper_addr_parse(text, addr))
		return true;
	if (inet_pton(AF_INET6, text, ipv6.bytes) != 1)
		return false;
	*addr = ipv6;
	return true;
}

/* RFC 5952: the longest run of two or more zero groups becomes "::". */
static void ipv6_text(const uint8_t *bytes, char *text)
{
	int best = -1, best_len = 1;

	for (int i = 0; i < 8; i++) {
		int len = 0;

		while (i + len < 8 && get16(bytes + 2 * (i + len)) == 0)
			len++;
		if (len > best_len) {
			best = i;
			best_len = len;
		}
	}
	for (int i = 0; i < 8; i++) {
		if (i == best) {
			text += sprintf(text, i == 0 ? "::" : ":");
			i += best_len - 1;
			continue;
		}
		text += sprintf(text, "%x%s", get16(bytes + 2 * i),
				i < 7 ? ":" : "");
	}
}

static void ipv4_text(const uint8_t *bytes, char *text)
{
	for (int i = 0; i < 4; i++) {
		unsigned int byte = bytes[i];

		for (unsigned int unit = 100; unit; unit /= 10)
			if (byte >= unit || unit == 1)
				*text++ = (char)('0' + byte / unit % 10);
		*text++ = i < 3 ? '.' : '\0';
	}
}

char *scamper_addr_text(const struct scamper_addr *addr,
			char text[SCAMPER_ADDR_TEXT])
{
	char *end = text;

	*text = '\0';
	if (addr->type == SCAMPER_ADDR_IPV4) {
		ipv4_text(addr->bytes, text);
	} else if (addr->type == SCAMPER_ADDR_IPV6) {
		ipv6_text(addr->bytes, text);
	} else {
		for (unsigned int i = 0; i < addr->len && i < 16; i++)
			end += sprintf(end, "%s%02x", i ? ":" : "",
				       addr->bytes[i]);
	}
	return text;
}
