/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of `trace` (scamper.md section 3). */
#include "command.h"

#include "fail.h"
#include "packet.h"

enum {
	DEFAULT_SIZE = 44,
	DEFAULT_SIZE6 = 60,
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
	return true;
}

static bool set_method(struct scamper_trace *trace, const char *text,
		       struct scamper_error *error)
{
	static const uint8_t types[] = {
		SCAMPER_TRACE_ICMP_PARIS, SCAMPER_TRACE_UDP_PARIS,
		SCAMPER_TRACE_ICMP,       SCAMPER_TRACE_UDP,
		SCAMPER_TRACE_TCP,        SCAMPER_TRACE_TCP_ACK,
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
		     "icmp, udp, tcp or tcp-ack.",
		     text);
	return false;
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
		return command_hex("trace", 'p', value->text, command, error);
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
	uint16_t from_pid = (uint16_t)(0x8000 + pid % 0x8000);

	if (trace->sport == 0)
		trace->sport = from_pid;
	if (trace->type == SCAMPER_TRACE_ICMP_PARIS) {
		trace->flags |= SCAMPER_TRACE_ICMP_SUM;
		if (trace->dport == 0)
			trace->dport = from_pid;
	} else if (trace->dport == 0) {
		trace->dport = DEFAULT_UDP_PORT;
	}
}

static bool fail_combination(struct scamper_error *error, const char *text)
{
	scamper_fail(error, ERR_COMBINATION, "%s", text);
	return false;
}

static bool set_size(struct command *command, struct scamper_error *error)
{
	struct scamper_trace *trace = command->trace;
	bool ipv6 = trace->dst.type == SCAMPER_ADDR_IPV6;
	bool paris = trace->type == SCAMPER_TRACE_ICMP_PARIS ||
		     trace->type == SCAMPER_TRACE_UDP_PARIS;
	unsigned int header = ipv6 ? IP6_HEADER : IP_HEADER;

	if (trace->type == SCAMPER_TRACE_TCP ||
	    trace->type == SCAMPER_TRACE_TCP_ACK) {
		trace->probe_size = (uint16_t)(header + TCP_HEADER);
		return !command->payload ||
		       fail_combination(error, "trace -p: TCP probes carry no "
					       "payload. Leave -p out.");
	}
	if (!command->payload) {
		trace->probe_size = ipv6 ? DEFAULT_SIZE6 : DEFAULT_SIZE;
		return true;
	}
	trace->probe_size =
		(uint16_t)(header + ICMP_HEADER + command->payload_len);
	if (!paris || command->payload_len >= 2)
		return true;
	scamper_fail(error, ERR_COMBINATION,
		     "trace -p: %s needs two bytes of payload. Give at least "
		     "four hexadecimal digits.",
		     scamper_trace_method_name(trace->type));
	return false;
}

static bool trace_complete(struct command *command, uint32_t pid,
			   const struct scamper_addr *dst,
			   struct scamper_error *error)
{
	struct scamper_trace *trace = command->trace;

	if (trace->hop_limit && trace->first_hop > trace->hop_limit) {
		scamper_fail(error, ERR_COMBINATION,
			     "trace -f %u is above -m %u. Start at or below "
			     "the highest TTL.",
			     trace->first_hop, trace->hop_limit);
		return false;
	}
	trace->dst = *dst;
	default_ports(trace, pid);
	return command_source("trace", &trace->src, dst, error) &&
	       set_size(command, error);
}

const struct command_rules command_trace_rules = {
	.name = "trace",
	.options = trace_options,
	.store = trace_store,
	.complete = trace_complete,
	.begin = trace_begin,
};
