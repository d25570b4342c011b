/* SPDX-License-Identifier: BSD-3-Clause */
#include "addr.h"

int tnt_addr_compare(struct tnt_addr a, struct tnt_addr b)
{
	if (a.high != b.high)
		return a.high < b.high ? -1 : 1;
	return (a.low > b.low) - (a.low < b.low);
}

static uint64_t get64(const uint8_t *bytes)
{
	uint64_t value = 0;

	for (int i = 0; i < 8; i++)
		value = value << 8 | bytes[i];
	return value;
}

static void put64(uint8_t *bytes, uint64_t value)
{
	for (int i = 7; i >= 0; i--, value >>= 8)
		bytes[i] = (uint8_t)value;
}

struct tnt_addr tnt_addr_of(const struct scamper_addr *addr)
{
	struct tnt_addr result = {0, 0};

	if (addr->type == SCAMPER_ADDR_IPV4)
		return tnt_addr_ipv4(scamper_addr_to_ipv4(addr));
	if (addr->type != SCAMPER_ADDR_IPV6)
		return result;
	result.high = get64(addr->bytes);
	result.low = get64(addr->bytes + 8);
	if (tnt_addr_is_ipv4(result))
		result.low ^= TNT_ADDR_MAPPED ^ TNT_ADDR_MAPPED_ON_WIRE;
	return result;
}

struct scamper_addr tnt_addr_to(struct tnt_addr addr)
{
	struct scamper_addr result = {.type = SCAMPER_ADDR_IPV6, .len = 16};

	if (tnt_addr_is_ipv4(addr))
		return scamper_addr_ipv4(tnt_addr_to_ipv4(addr));
	if (!addr.high && addr.low >> 32 == TNT_ADDR_MAPPED_ON_WIRE >> 32)
		addr.low ^= TNT_ADDR_MAPPED ^ TNT_ADDR_MAPPED_ON_WIRE;
	put64(result.bytes, addr.high);
	put64(result.bytes + 8, addr.low);
	return result;
}

bool tnt_addr_parse(const char *text, struct tnt_addr *addr)
{
	struct scamper_addr parsed;

	if (!scamper_addr_parse_any(text, &parsed))
		return false;
	*addr = tnt_addr_of(&parsed);
	return addr->high || addr->low;
}

char *tnt_addr_text(struct tnt_addr addr, char text[SCAMPER_ADDR_TEXT])
{
	struct scamper_addr full = tnt_addr_to(addr);

	return scamper_addr_text(&full, text);
}
