/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of `trace` (scamper.md section 3). */
#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "packet.h"

enum {
	HEADERS = IP_HEADER + ICMP_HEADER,
	DEFAULT_PAYLOAD = 16,
	DEFAULT_UDP_PORT = 33435,
};

static const struct option_rule trace_options[] = {
	{'d', VALUE_NUMBER, 1, 65535},
	{'f', VALUE_NUMBER, 1, 255},
	{'g', VALUE_NUMBER, 1, 255},
	{'G', VALUE_NUMBER, 1, 2},
	{'l', VALUE_NUMBER, 0, 255},
	{'m', VALUE_NUMBER, 1, 255},
	{'p', VALUE_TEXT, 0, 0},
	{'P', VALUE_TEXT, 0, 0},
	{'q', VALUE_NUMBER, 1, 20},
	{'Q', VALUE_FLAG, 0, 0},
	{'s', VALUE_NUMBER, 1, 65535},
	{'S', VALUE_ADDRESS, 0, 0},
	{'t', VALUE_NUMBER, 0, 255},
	{'T', VALUE_FLAG, 0, 0},
	{'U', VALUE_NUMBER, 0, UINT32_MAX},
	{'w', VALUE_NUMBER, 1, 10},
	{'W', VALUE_NUMBER, 0, 200},
	{0, 0, 0, 0},
};

static bool trace_begin(struct command *command)
{
	struct scamper_trace *trace = scamper_trace_new();

	command->trace = trace;
	if (!trace)
		return false;
	trace->type = SCAMPER_TRACE_UDP_PARIS;
	trace->attempts = 2;
	trace->first_hop = 1;
	trace->wait_s = 5;
	trace->loops = 1;
	trace->gap_limit = 5;
	trace->gap_action = 1;
	trace->probe_size = HEADERS + DEFAULT_PAYLOAD;
	return true;
}

static bool set_method(struct scamper_trace *trace, const char *text,
		       struct scamper_error *error)
{
	static const uint8_t types[] = {
		SCAMPER_TRACE_ICMP_PARIS,
		SCAMPER_TRACE_UDP_PARIS,
		SCAMPER_TRACE_ICMP,
		SCAMPER_TRACE_UDP,
	};

	for (size_t i = 0; i < sizeof(types); i++) {
		const char *name = scamper_trace_method_name(types[i]);

		if (command_word_is(text, name)) {
			trace->type = types[i];
			return true;
		}
	}
	scamper_fail(error, ERR_METHOD,
		     "trace has no method '%.40s'. Use icmp-paris, udp-paris, "
		     "icmp or udp.",
		     text);
	return false;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool set_payload(struct command *command, const char *text,
			struct scamper_error *error)
{
	size_t len = strlen(text) / 2;
	uint8_t *payload = malloc(len + 1);
	bool ok = strlen(text) % 2 == 0 && len > 0;

	if (!payload) {
		scamper_fail_memory(error);
		return false;
	}
	for (size_t i = 0; ok && i < len; i++) {
		int high = hex_digit(text[2 * i]);
		int low = hex_digit(text[2 * i + 1]);

		ok = high >= 0 && low >= 0;
		if (ok)
			payload[i] = (uint8_t)(high * 16 + low);
	}
	if (!ok) {
		free(payload);
		scamper_fail(error, ERR_VALUE,
			     "trace -p: '%.40s' is not allowed. Give an even "
			     "number of hexadecimal digits.",
			     text);
		return false;
	}
	free(command->payload);
	command->payload = payload;
	command->trace->probe_size = (uint16_t)(HEADERS + len);
	return true;
}

static bool trace_store(struct command *command, char letter,
			const struct option_value *value,
			struct scamper_error *error)
{
	struct scamper_trace *trace = command->trace;
	uint64_t number = value->number;

	switch (letter) {
	case 'd':
		trace->dport = (uint16_t)number;
		break;
	case 'f':
		trace->first_hop = (uint8_t)number;
		break;
	case 'g':
		trace->gap_limit = (uint8_t)number;
		break;
	case 'G':
		trace->gap_action = (uint8_t)number;
		break;
	case 'l':
		trace->loops = (uint8_t)number;
		break;
	case 'm':
		trace->hop_limit = (uint8_t)number;
		break;
	case 'p':
		return set_payload(command, value->text, error);
	case 'P':
		return set_method(trace, value->text, error);
	case 'q':
		trace->attempts = (uint8_t)number;
		break;
	case 'Q':
		trace->flags |= SCAMPER_TRACE_ALL_ATTEMPTS;
		break;
	case 's':
		trace->sport = (uint16_t)number;
		break;
	case 'S':
		trace->src = value->addr;
		break;
	case 't':
		trace->tos = (uint8_t)number;
		break;
	case 'T':
		trace->flags |= SCAMPER_TRACE_IGNORE_DST_TE;
		break;
	case 'U':
		trace->userid = (uint32_t)number;
		break;
	case 'w':
		trace->wait_s = (uint8_t)number;
		break;
	default: /* 'W' */
		trace->wait_probe = (uint8_t)number;
		break;
	}
	return true;
}

static void default_ports(struct scamper_trace *trace, uint32_t pid)
{
	if (trace->sport == 0)
		trace->sport = (uint16_t)(0x8000 + pid % 0x8000);
	if (trace->type == SCAMPER_TRACE_ICMP_PARIS) {
		trace->flags |= SCAMPER_TRACE_ICMP_SUM;
		if (trace->dport == 0)
			trace->dport = trace->sport;
	} else if (trace->dport == 0) {
		trace->dport = DEFAULT_UDP_PORT;
	}
}

static bool trace_complete(struct command *command, uint32_t pid,
			   const struct scamper_addr *dst,
			   struct scamper_error *error)
{
	struct scamper_trace *trace = command->trace;
	bool paris = trace->type == SCAMPER_TRACE_ICMP_PARIS ||
		     trace->type == SCAMPER_TRACE_UDP_PARIS;

	if (trace->hop_limit && trace->first_hop > trace->hop_limit) {
		scamper_fail(error, ERR_COMBINATION,
			     "trace -f %u is above -m %u. Start at or below "
			     "the highest TTL.",
			     trace->first_hop, trace->hop_limit);
		return false;
	}
	if (paris && trace->probe_size < HEADERS + 2) {
		scamper_fail(error, ERR_COMBINATION,
			     "trace -p: %s needs two bytes of payload. Give "
			     "at least four hexadecimal digits.",
			     scamper_trace_method_name(trace->type));
		return false;
	}
	trace->dst = *dst;
	default_ports(trace, pid);
	return true;
}

const struct command_rules command_trace_rules = {
	.name = "trace",
	.options = trace_options,
	.store = trace_store,
	.complete = trace_complete,
	.begin = trace_begin,
};
