/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of `trace` (scamper.md section 3). */
#include "command.h"

#include <scamper/engine.h>

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "packet.h"
#include "result.h"

enum {
	DEFAULT_SIZE = 44,
	DEFAULT_SIZE6 = 60,
	DEFAULT_UDP_PORT = 33435,
	GIVEN_NOBACK = 1, /* mark in command->given */
};

static const struct option_rule trace_options[] = {
	{'c', VALUE_NUMBER, 95, 99},
	{'d', VALUE_NUMBER, 1, 65535},
	{'f', VALUE_NUMBER, 1, 255},
	{'g', VALUE_NUMBER, 1, 255},
	{'G', VALUE_NUMBER, 1, 2},
	{'l', VALUE_NUMBER, 0, 255},
	{'m', VALUE_NUMBER, 1, 255},
	{'M', VALUE_FLAG, 0, 0},
	{'N', VALUE_NUMBER, 1, 254},
	{'o', VALUE_NEVER, 0, 0},
	{'O', VALUE_TEXT, 0, 0},
	{'p', VALUE_TEXT, 0, 0},
	{'P', VALUE_TEXT, 0, 0},
	{'q', VALUE_NUMBER, 1, 20},
	{'Q', VALUE_FLAG, 0, 0},
	{'r', VALUE_NEVER, 0, 0},
	{'s', VALUE_NUMBER, 1, 65535},
	{'S', VALUE_ADDRESS, 0, 0},
	{'t', VALUE_NUMBER, 0, 255},
	{'T', VALUE_FLAG, 0, 0},
	{'U', VALUE_NUMBER, 0, UINT32_MAX},
	{'w', VALUE_NUMBER, 1, 10},
	{'W', VALUE_NUMBER, 0, 200},
	{'z', VALUE_ADDRESS, 0, 0},
	{'Z', VALUE_TEXT, 0, 0},
	{0, 0, 0, 0},
};

struct scamper_trace *scamper_trace_command(void)
{
	struct scamper_trace *trace = scamper_trace_new();

	if (!trace)
		return NULL;
	trace->type = SCAMPER_TRACE_UDP_PARIS;
	trace->attempts = 2;
	trace->first_hop = 1;
	trace->wait_s = 5;
	trace->loops = 1;
	trace->gap_limit = 5;
	trace->gap_action = 1;
	return trace;
}

static bool trace_begin(struct command *command)
{
	command->trace = scamper_trace_command();
	return command->trace != NULL;
}

static const struct command_methods methods = {
	"trace",
	SCAMPER_TRACE_ICMP,
	SCAMPER_TRACE_TCP_ACK,
	scamper_trace_method_name,
	"icmp-paris, udp-paris, icmp, udp, tcp or tcp-ack",
};

static struct scamper_doubletree *doubletree_of(struct scamper_trace *trace)
{
	if (!trace->doubletree)
		trace->doubletree = calloc(1, sizeof(*trace->doubletree));
	return trace->doubletree;
}

/* False: no memory. */
static bool add_global(struct command *command, const struct scamper_addr *addr)
{
	void *gss = command->gss;

	if (scamper_array_grow(&gss, command->gss_used, sizeof(*addr)))
		return false;
	command->gss = gss;
	command->gss[command->gss_used++] = *addr;
	return doubletree_of(command->trace) != NULL;
}

static bool set_local(struct scamper_trace *trace, const char *name)
{
	struct scamper_doubletree *dtree = doubletree_of(trace);
	char *copy = malloc(strlen(name) + 1);

	if (!dtree || !copy) {
		free(copy);
		return false;
	}
	free(dtree->local_name);
	dtree->local_name = strcpy(copy, name);
	return true;
}

static bool store_word(struct command *command, const char *word,
		       struct scamper_error *error)
{
	if (command_word_is(word, "dtree-noback")) {
		command->given |= GIVEN_NOBACK;
		return true;
	}
	if (command_word_is(word, "const-payload")) {
		command->trace->flags |= SCAMPER_TRACE_CONST_PAYLOAD;
		return true;
	}
	if (command_word_is(word, "ptr")) {
		command->trace->flags |= SCAMPER_TRACE_PTR;
		return true;
	}
	if (command_word_is(word, "dl")) {
		command->trace->flags |= SCAMPER_TRACE_DATALINK;
		return true;
	}
	if (!command_word_refused("trace", word, error))
		scamper_fail(error, ERR_VALUE,
			     "trace -O: '%.40s' is not allowed. Give "
			     "const-payload, dl, dtree-noback or ptr.",
			     word);
	return false;
}

static bool store_doubletree(struct command *command, char letter,
			     const struct option_value *value,
			     struct scamper_error *error)
{
	bool ok;

	ok = letter == 'z' ? add_global(command, &value->addr)
			   : set_local(command->trace, value->text);
	if (!ok)
		scamper_fail_memory(error);
	return ok;
}

static bool trace_store(struct command *command, char letter,
			const struct option_value *value,
			struct scamper_error *error)
{
	struct scamper_trace *trace = command->trace;
	uint64_t number = value->number;

	switch (letter) {
	case 'c':
		trace->confidence = (uint8_t)number;
		break;
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
	case 'M':
		trace->flags |= SCAMPER_TRACE_PMTUD;
		break;
	case 'N':
		trace->squeries = (uint8_t)number;
		break;
	case 'O':
		return store_word(command, value->text, error);
	case 'z':
	case 'Z':
		return store_doubletree(command, letter, value, error);
	case 'p':
		return command_hex("trace", 'p', value->text, command, error);
	case 'P':
		return command_method(&methods, value->text, &trace->type,
				      error);
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

static bool check_modes(const struct command *command,
			struct scamper_error *error)
{
	const struct scamper_trace *trace = command->trace;
	bool pmtud = trace->flags & SCAMPER_TRACE_PMTUD;
	bool udp = trace->type == SCAMPER_TRACE_UDP ||
		   trace->type == SCAMPER_TRACE_UDP_PARIS;

	if (trace->confidence && trace->confidence != 95 &&
	    trace->confidence != 99)
		return fail_combination(error, "trace -c is a confidence in "
					       "percent. Give 95 or 99.");
	if (trace->confidence && (trace->flags & SCAMPER_TRACE_ALL_ATTEMPTS))
		return fail_combination(error, "trace -c says how many probes "
					       "are sent. Leave -Q out.");
	if (pmtud && (!udp || trace->first_hop != 1 || trace->doubletree))
		return fail_combination(error,
					"trace -M follows a whole trace with "
					"UDP. Leave -f, -z and -Z out, and "
					"-P other than udp and udp-paris.");
	if ((command->given & GIVEN_NOBACK) && !trace->doubletree)
		return fail_combination(error, "trace -O dtree-noback is about "
					       "stop sets. Give -z or -Z.");
	if (trace->squeries == 1)
		return true;
	if (trace->squeries >= trace->gap_limit)
		return fail_combination(error, "trace -N must be below -g. "
					       "Give a smaller -N.");
	if (trace->confidence || trace->doubletree || trace->gap_action == 2 ||
	    (trace->flags & SCAMPER_TRACE_ALL_ATTEMPTS))
		return fail_combination(error,
					"trace -N probes each TTL until one "
					"answer. Leave -c, -G 2, -Q, -z and "
					"-Z out.");
	return true;
}

bool command_complete_trace(struct command *command, uint32_t pid,
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
	if (!check_modes(command, error))
		return false;
	if (trace->doubletree) {
		trace->flags |= SCAMPER_TRACE_DOUBLETREE;
		trace->doubletree->first_hop = trace->first_hop;
		if (command->given & GIVEN_NOBACK)
			trace->doubletree->flags = SCAMPER_DOUBLETREE_NOBACK;
	}
	if (trace->dst.type == SCAMPER_ADDR_IPV6 &&
	    (trace->flags & SCAMPER_TRACE_CONST_PAYLOAD))
		return fail_combination(error,
					"trace -O const-payload tells probes "
					"apart by IP id, which IPv6 does not "
					"have. Leave it out.");
	command->datalink = trace->flags & SCAMPER_TRACE_DATALINK;
	default_ports(trace, pid);
	return command_source("trace", &trace->src, &trace->dst, error) &&
	       set_size(command, error);
}

static bool trace_complete(struct command *command, uint32_t pid,
			   const struct scamper_addr *dst,
			   struct scamper_error *error)
{
	command->trace->dst = *dst;
	return command_complete_trace(command, pid, error);
}

const struct command_rules command_trace_rules = {
	.name = "trace",
	.options = trace_options,
	.store = trace_store,
	.complete = trace_complete,
	.begin = trace_begin,
};
