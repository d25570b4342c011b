/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of `ping` (scamper.md section 4). */
#include "command.h"

#include "fail.h"
#include "packet.h"

enum { HEADERS = IP_HEADER + ICMP_HEADER, DEFAULT_SIZE = 84 };

static const struct option_rule ping_options[] = {
	{'c', VALUE_NUMBER, 1, 65535},
	{'d', VALUE_NUMBER, 0, 65535},
	{'F', VALUE_NUMBER, 0, 65535},
	{'i', VALUE_SECONDS, 1000, 20000000},
	{'m', VALUE_NUMBER, 1, 255},
	{'o', VALUE_NUMBER, 0, 65535},
	{'P', VALUE_TEXT, 0, 0},
	{'s', VALUE_NUMBER, HEADERS, 65535},
	{'S', VALUE_ADDRESS, 0, 0},
	{'U', VALUE_NUMBER, 0, UINT32_MAX},
	{'W', VALUE_NUMBER, 1, 255},
	{'z', VALUE_NUMBER, 0, 255},
	{0, 0, 0, 0},
};

/* -F may be 0, so "not given" needs a mark of its own: bit 7 of the flags
 * while the command is being read. */
enum { HAVE_ID = 0x80 };

static bool ping_begin(struct command *command)
{
	struct scamper_ping *ping = scamper_ping_new();

	command->ping = ping;
	if (!ping)
		return false;
	ping->method = SCAMPER_PING_ICMP_ECHO;
	ping->probe_count = 4;
	ping->wait_s = 1;
	ping->timeout_s = 1;
	ping->ttl = 64;
	ping->size = DEFAULT_SIZE;
	return true;
}

static bool ping_store(struct command *command, char letter,
		       const struct option_value *value,
		       struct scamper_error *error)
{
	struct scamper_ping *ping = command->ping;
	uint64_t number = value->number;

	switch (letter) {
	case 'c':
		ping->probe_count = (uint16_t)number;
		break;
	case 'd':
		ping->dport = (uint16_t)number;
		break;
	case 'F':
		ping->sport = (uint16_t)number;
		ping->flags |= HAVE_ID;
		break;
	case 'i':
		ping->wait_s = (uint8_t)(number / 1000000);
		ping->wait_us = (uint32_t)(number % 1000000);
		break;
	case 'm':
		ping->ttl = (uint8_t)number;
		break;
	case 'o':
		ping->stop_count = (uint16_t)number;
		break;
	case 'P':
		if (command_word_is(value->text, "icmp-echo"))
			break;
		scamper_fail(error, ERR_METHOD,
			     "ping has no method '%.40s'. Use icmp-echo.",
			     value->text);
		return false;
	case 's':
		ping->size = (uint16_t)number;
		break;
	case 'S':
		ping->src = value->addr;
		break;
	case 'U':
		ping->userid = (uint32_t)number;
		break;
	case 'W':
		ping->timeout_s = (uint8_t)number;
		break;
	default: /* 'z' */
		ping->tos = (uint8_t)number;
		break;
	}
	return true;
}

static bool ping_complete(struct command *command, uint32_t pid,
			  const struct scamper_addr *dst,
			  struct scamper_error *error)
{
	struct scamper_ping *ping = command->ping;

	(void)error;
	ping->dst = *dst;
	if (!(ping->flags & HAVE_ID))
		ping->sport = (uint16_t)pid;
	ping->flags = 0;
	return true;
}

const struct command_rules command_ping_rules = {
	.name = "ping",
	.options = ping_options,
	.store = ping_store,
	.complete = ping_complete,
	.begin = ping_begin,
};
