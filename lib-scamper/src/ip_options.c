/* SPDX-License-Identifier: BSD-3-Clause */
#include "ip_options.h"

#include <string.h>

#include "bytes.h"

enum {
	OPTION_END = 0,
	OPTION_NOP = 1,
	OPTION_ROUTE = 7,
	OPTION_TIME = 68,
	ROUTE_LEN = 39, /* 9 addresses */
	ROUTE_HEAD = 3,
	TIME_HEAD = 4,
	TIMES_ONLY_LEN = 40, /* 9 times */
	TIMES_AND_ADDRS = 4,
	KIND_TIMES = 0,
	KIND_TIMES_AND_ADDRS = 1,
	KIND_PRESPECIFIED = 3,
};

static uint8_t time_option(uint8_t *out, size_t len, uint8_t kind)
{
	out[0] = OPTION_TIME;
	out[1] = (uint8_t)len;
	out[2] = TIME_HEAD + 1;
	out[3] = kind;
	return (uint8_t)len;
}

uint8_t ip_options_build(const struct scamper_ping *ping, uint8_t *out)
{
	memset(out, 0, OPTIONS_MAX);
	if (ping->flags & SCAMPER_PING_RECORD_ROUTE) {
		out[0] = OPTION_ROUTE;
		out[1] = ROUTE_LEN;
		out[2] = ROUTE_HEAD + 1;
		return ROUTE_LEN + 1;
	}
	if (ping->flags & SCAMPER_PING_TS_ONLY)
		return time_option(out, TIMES_ONLY_LEN, KIND_TIMES);
	if (ping->flags & SCAMPER_PING_TS_AND_ADDR)
		return time_option(out, TIME_HEAD + 8 * TIMES_AND_ADDRS,
				   KIND_TIMES_AND_ADDRS);
	if (ping->tsps_used == 0)
		return 0;
	for (unsigned int i = 0; i < ping->tsps_used; i++)
		memcpy(out + TIME_HEAD + 8 * i, ping->tsps[i].bytes, 4);
	return time_option(out, TIME_HEAD + 8u * ping->tsps_used,
			   KIND_PRESPECIFIED);
}

/* Bytes that are filled: the pointer counts from 1 to the first free one. */
static size_t filled(const uint8_t *option, size_t len, size_t head)
{
	size_t end = option[2] ? option[2] - 1u : 0;

	if (end > len)
		end = len;
	return end > head ? end - head : 0;
}

static void take_route(const uint8_t *option, size_t len,
		       struct scamper_ip_options *out)
{
	size_t count = filled(option, len, ROUTE_HEAD) / 4;

	if (count > SCAMPER_IP_ROUTE)
		count = SCAMPER_IP_ROUTE;
	out->route_used = (uint8_t)count;
	for (size_t i = 0; i < count; i++)
		out->route[i] =
			scamper_addr_ipv4(get32(option + ROUTE_HEAD + 4 * i));
}

static void take_times(const uint8_t *option, size_t len,
		       struct scamper_ip_options *out)
{
	bool addrs = (option[3] & 0x0f) != KIND_TIMES;
	size_t step = addrs ? 8 : 4;
	size_t count = filled(option, len, TIME_HEAD) / step;

	if (count > SCAMPER_IP_TIMES)
		count = SCAMPER_IP_TIMES;
	out->have_times = true;
	out->times_used = (uint8_t)count;
	out->time_addrs_used = addrs ? (uint8_t)count : 0;
	for (size_t i = 0; i < count; i++) {
		const uint8_t *p = option + TIME_HEAD + step * i;

		if (addrs)
			out->time_addrs[i] = scamper_addr_ipv4(get32(p));
		out->times[i] = get32(p + step - 4);
	}
}

bool ip_options_parse(const uint8_t *options, size_t len,
		      struct scamper_ip_options *out)
{
	memset(out, 0, sizeof(*out));
	while (len > 0 && options[0] != OPTION_END) {
		size_t one = 1;

		if (options[0] != OPTION_NOP) {
			if (len < 2 || options[1] < 2 || options[1] > len)
				break;
			one = options[1];
		}
		if (options[0] == OPTION_ROUTE && one >= ROUTE_HEAD)
			take_route(options, one, out);
		else if (options[0] == OPTION_TIME && one >= TIME_HEAD)
			take_times(options, one, out);
		options += one;
		len -= one;
	}
	return out->route_used || out->have_times;
}
