/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of `tracelb`, as scamper(1) describes them. */
#include <scamper/tracelb.h>

#include "command.h"
#include "fail.h"
#include "packet.h"
#include "tracelb_feature.h"

enum {
	DEFAULT_SIZE = 44,
	DEFAULT_SIZE6 = 60,
	DEFAULT_PORT = 33435,
};

static const struct option_rule tracelb_options[] = {
	{'c', VALUE_NUMBER, 95, 99},
	{'d', VALUE_NUMBER, 1, 65535},
	{'f', VALUE_NUMBER, 1, 254},
	{'g', VALUE_NUMBER, 1, 255},
	{'O', VALUE_TEXT, 0, 0},
	{'P', VALUE_TEXT, 0, 0},
	{'q', VALUE_NUMBER, 1, 20},
	{'Q', VALUE_NUMBER, 50, 65535},
	{'r', VALUE_NEVER, 0, 0},
	{'s', VALUE_NUMBER, 1, 65535},
	{'t', VALUE_NUMBER, 0, 255},
	{'U', VALUE_NUMBER, 0, UINT32_MAX},
	{'w', VALUE_NUMBER, 1, 10},
	{'W', VALUE_NUMBER, 0, 200},
	{0, 0, 0, 0},
};

static bool tracelb_begin(struct command *command)
{
	struct scamper_tracelb *t = scamper_tracelb_new();

	command->tracelb = t;
	if (!t)
		return false;
	t->type = SCAMPER_TRACELB_UDP_DPORT;
	t->confidence = 95;
	t->dport = DEFAULT_PORT;
	t->first_hop = 1;
	t->gap_limit = 3;
	t->attempts = 2;
	t->probe_max = 3000;
	t->wait_s = 5;
	t->wait_probe = 25;
	return true;
}

static const struct command_methods methods = {
	"tracelb",
	SCAMPER_TRACELB_UDP_DPORT,
	SCAMPER_TRACELB_TCP_ACK_SPORT,
	scamper_tracelb_method_name,
	"udp-dport, udp-sport, icmp-echo, tcp-sport or tcp-ack-sport",
};

static bool tracelb_store(struct command *command, char letter,
			  const struct option_value *value,
			  struct scamper_error *error)
{
	struct scamper_tracelb *t = command->tracelb;
	uint64_t number = value->number;

	switch (letter) {
	case 'c':
		t->confidence = (uint8_t)number;
		break;
	case 'd':
		t->dport = (uint16_t)number;
		break;
	case 'f':
		t->first_hop = (uint8_t)number;
		break;
	case 'g':
		t->gap_limit = (uint8_t)number;
		break;
	case 'O':
		if (!command_word_refused("tracelb", value->text, error))
			scamper_fail(
				error, ERR_VALUE,
				"tracelb -O: '%.40s' is not allowed. Leave "
				"it out.",
				value->text);
		return false;
	case 'P':
		return command_method(&methods, value->text, &t->type, error);
	case 'q':
		t->attempts = (uint8_t)number;
		break;
	case 'Q':
		t->probe_max = (uint32_t)number;
		break;
	case 's':
		t->sport = (uint16_t)number;
		break;
	case 't':
		t->tos = (uint8_t)number;
		break;
	case 'U':
		t->userid = (uint32_t)number;
		break;
	case 'w':
		t->wait_s = (uint8_t)number;
		break;
	default: /* 'W' */
		t->wait_probe = (uint8_t)number;
		break;
	}
	return true;
}

static bool tracelb_complete(struct command *command, uint32_t pid,
			     const struct scamper_addr *dst,
			     struct scamper_error *error)
{
	struct scamper_tracelb *t = command->tracelb;
	bool ipv6 = dst->type == SCAMPER_ADDR_IPV6;

	if (t->confidence != 95 && t->confidence != 99) {
		scamper_fail(error, ERR_COMBINATION,
			     "tracelb -c is a confidence in percent. Give 95 "
			     "or 99.");
		return false;
	}
	t->dst = *dst;
	if (t->sport == 0)
		t->sport = (uint16_t)(0x8000 + pid % 0x8000);
	t->probe_size = ipv6 ? DEFAULT_SIZE6 : DEFAULT_SIZE;
	if (t->type == SCAMPER_TRACELB_TCP_SPORT ||
	    t->type == SCAMPER_TRACELB_TCP_ACK_SPORT)
		t->probe_size = (uint16_t)((ipv6 ? IP6_HEADER : IP_HEADER) +
					   TCP_HEADER);
	return true;
}

const struct command_rules command_tracelb_rules = {
	.name = "tracelb",
	.options = tracelb_options,
	.store = tracelb_store,
	.complete = tracelb_complete,
	.begin = tracelb_begin,
};
