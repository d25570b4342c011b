/* SPDX-License-Identifier: BSD-3-Clause */
#include "formula.h"

int tnt_initial_ttl(int ttl)
{
	if (ttl > 128)
		return 255;
	if (ttl > 64)
		return 128;
	return ttl > 32 ? 64 : 32;
}

int tnt_return_length(int ttl)
{
	return tnt_initial_ttl(ttl) - ttl + 1;
}

int tnt_frpla(const struct tnt_hop *hop)
{
	return tnt_return_length(hop->reply->reply_ttl) - hop->reply->probe_ttl;
}

int tnt_rtla(const struct tnt_hop *hop)
{
	if (!hop->er_ttl || tnt_initial_ttl(hop->reply->reply_ttl) != 255 ||
	    tnt_initial_ttl(hop->er_ttl) == 255)
		return 0;
	return tnt_uturn(hop);
}

int tnt_uturn(const struct tnt_hop *hop)
{
	if (!hop->er_ttl)
		return 0;
	return tnt_return_length(hop->reply->reply_ttl) -
	       tnt_return_length(hop->er_ttl);
}

bool tnt_is_255_64(const struct tnt_hop *hop)
{
	return hop->er_ttl && tnt_initial_ttl(hop->reply->reply_ttl) == 255 &&
	       tnt_initial_ttl(hop->er_ttl) == 64;
}

uint8_t tnt_er_ttl(const uint8_t *ttls, size_t count)
{
	size_t best_times = 0;
	uint8_t best = 0;

	for (size_t i = 0; i < count; i++) {
		size_t times = 0;

		for (size_t j = 0; j < count; j++)
			times += ttls[j] == ttls[i];
		if (times > best_times ||
		    (times == best_times && ttls[i] > best)) {
			best_times = times;
			best = ttls[i];
		}
	}
	return best;
}

static bool reserved_ipv4(uint32_t addr)
{
	static const struct {
		uint32_t net;
		uint8_t len;
	} blocks[] = {
		{0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10},
		{0x7f000000, 8},  {0xa9fe0000, 16}, {0xac100000, 12},
		{0xc0000000, 24}, {0xc0000200, 24}, {0xc0586300, 24},
		{0xc0a80000, 16}, {0xc6120000, 15}, {0xc6336400, 24},
		{0xcb007100, 24}, {0xe0000000, 4},  {0xf0000000, 4},
	};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks); i++)
		if ((addr ^ blocks[i].net) >> (32 - blocks[i].len) == 0)
			return true;
	return false;
}

/* `high`: the first 64 bits of the address. */
static bool reserved_ipv6(uint64_t high)
{
	/* Only 2000::/3 is global unicast (RFC 4291, section 2.4). */
	if (high >> 61 != 1)
		return true;
	return high >> 41 == 0x20010000u >> 9 || /* 2001::/23, RFC 2928 */
	       high >> 32 == 0x20010db8 ||       /* RFC 3849 */
	       high >> 48 == 0x2002 ||           /* RFC 3056 */
	       high >> 44 == 0x3fff0;            /* 3fff::/20, RFC 9637 */
}

bool tnt_in_reserved_block(struct tnt_addr addr)
{
	return tnt_addr_is_ipv4(addr) ? reserved_ipv4(tnt_addr_to_ipv4(addr))
				      : reserved_ipv6(addr.high);
}
