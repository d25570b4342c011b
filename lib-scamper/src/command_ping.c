/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of `ping` (scamper.md section 4). */
#include "command.h"

#include <scamper/engine.h>

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "ip_options.h"
#include "packet.h"
#include "ping.h"

enum {
	DEFAULT_DATA = 56, /* of ICMP */
	DEFAULT_DATA_UDP = 12,
	DEFAULT_UDP_PORT = 33435,
	MAX_PATTERN = 16,
	LEAST_MTU = 68, /* RFC 791 */
};

static const struct option_rule ping_options[] = {
	{'A', VALUE_NUMBER, 0, UINT32_MAX},
	{'B', VALUE_TEXT, 0, 0},
	{'c', VALUE_NUMBER, 1, 65535},
	{'C', VALUE_NUMBER, 1, 65535},
	{'d', VALUE_NUMBER, 0, 65535},
	{'F', VALUE_NUMBER, 0, 65535},
	{'i', VALUE_SECONDS, 1000, 20000000},
	{'m', VALUE_NUMBER, 1, 255},
	{'M', VALUE_NUMBER, LEAST_MTU, 65535},
	{'o', VALUE_NUMBER, 0, 65535},
	{'O', VALUE_TEXT, 0, 0},
	{'p', VALUE_TEXT, 0, 0},
	{'P', VALUE_TEXT, 0, 0},
	{'r', VALUE_NEVER, 0, 0},
	{'R', VALUE_FLAG, 0, 0},
	{'s', VALUE_NUMBER, IP_HEADER + ICMP_HEADER, 65535},
	{'S', VALUE_ADDRESS, 0, 0},
	{'T', VALUE_TEXT, 0, 0},
	{'U', VALUE_NUMBER, 0, UINT32_MAX},
	{'W', VALUE_NUMBER, 1, 255},
	{'z', VALUE_NUMBER, 0, 255},
	{0, 0, 0, 0},
};

/* Marks in command->given: values that may be 0, or that exclude others. */
enum {
	GIVEN_ID = 1 << 0,
	GIVEN_PORT = 1 << 1,
	GIVEN_ACK = 1 << 2,
	GIVEN_SIZE = 1 << 3,
	GIVEN_PATTERN = 1 << 4,
	GIVEN_PAYLOAD = 1 << 5,
	GIVEN_TSPS = 1 << 6,
};

static bool fail_combination(struct scamper_error *error, const char *text)
{
	scamper_fail(error, ERR_COMBINATION, "ping %s", text);
	return false;
}

struct scamper_ping *scamper_ping_command(void)
{
	struct scamper_ping *ping = scamper_ping_new();

	if (!ping)
		return NULL;
	ping->method = SCAMPER_PING_ICMP_ECHO;
	ping->probe_count = 4;
	ping->wait_s = 1;
	ping->timeout_s = 1;
	ping->ttl = 64;
	return ping;
}

static bool ping_begin(struct command *command)
{
	command->ping = scamper_ping_command();
	return command->ping != NULL;
}

static const struct command_methods methods = {
	"ping",
	SCAMPER_PING_ICMP_ECHO,
	SCAMPER_PING_TCP_RST,
	ping_method_name,
	"icmp-echo, icmp-time, tcp-syn, tcp-ack, tcp-ack-sport, "
	"tcp-synack, tcp-rst, udp or udp-dport",
};

/* "tsprespec=A,B,..": up to four addresses that are to give their time. */
static bool set_tsps(struct scamper_ping *ping, const char *list)
{
	while (ping->tsps_used < SCAMPER_TSPS) {
		char text[16];
		size_t len = strcspn(list, ",");

		if (len >= sizeof(text))
			return false;
		memcpy(text, list, len);
		text[len] = '\0';
		if (!scamper_addr_parse(text, &ping->tsps[ping->tsps_used++]))
			return false;
		if (list[len] == '\0')
			return true;
		list += len + 1;
	}
	return false;
}

static bool set_timestamp(struct command *command, const char *text,
			  struct scamper_error *error)
{
	static const char prespec[] = "tsprespec=";
	struct scamper_ping *ping = command->ping;

	ping->tsps_used = 0;
	if (command_word_is(text, "tsonly")) {
		ping->flags |= SCAMPER_PING_TS_ONLY;
		return true;
	}
	if (command_word_is(text, "tsandaddr")) {
		ping->flags |= SCAMPER_PING_TS_AND_ADDR;
		return true;
	}
	command->given |= GIVEN_TSPS;
	if (strncmp(text, prespec, sizeof(prespec) - 1) == 0 &&
	    set_tsps(ping, text + sizeof(prespec) - 1))
		return true;
	scamper_fail(error, ERR_VALUE,
		     "ping -T: '%.60s' is not allowed. Give tsonly, tsandaddr "
		     "or tsprespec= and one to four IPv4 addresses joined by "
		     "commas.",
		     text);
	return false;
}

static bool set_payload(struct command *command, char letter, const char *text,
			struct scamper_error *error)
{
	if (!command_hex("ping", letter, text, command, error))
		return false;
	command->given |= letter == 'p' ? GIVEN_PATTERN : GIVEN_PAYLOAD;
	if (letter == 'B' || command->payload_len <= MAX_PATTERN)
		return true;
	return fail_combination(error, "-p: a pattern has at most 16 bytes. "
				       "Use -B for a whole payload.");
}

static bool store_number(struct command *command, char letter, uint64_t number)
{
	struct scamper_ping *ping = command->ping;

	switch (letter) {
	case 'A':
		ping->tcp_ack = (uint32_t)number;
		command->given |= GIVEN_ACK;
		break;
	case 'c':
		ping->probe_count = (uint16_t)number;
		break;
	case 'C':
		ping->icmp_sum = (uint16_t)number;
		ping->flags |= SCAMPER_PING_ICMP_SUM;
		break;
	case 'd':
		ping->dport = (uint16_t)number;
		command->given |= GIVEN_PORT;
		break;
	case 'F':
		ping->sport = (uint16_t)number;
		command->given |= GIVEN_ID;
		break;
	case 'i':
		ping->wait_s = (uint8_t)(number / 1000000);
		ping->wait_us = (uint32_t)(number % 1000000);
		break;
	case 'm':
		ping->ttl = (uint8_t)number;
		break;
	case 'M': /* as fragments come */
		ping->reply_pmtu = (uint16_t)number;
		ping->flags |= SCAMPER_PING_DATALINK;
		break;
	case 'o':
		ping->stop_count = (uint16_t)number;
		break;
	case 's':
		ping->size = (uint16_t)number;
		command->given |= GIVEN_SIZE;
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

static bool store_word(struct scamper_ping *ping, const char *word,
		       struct scamper_error *error)
{
	if (command_word_is(word, "dl")) {
		ping->flags |= SCAMPER_PING_DATALINK;
		return true;
	}
	if (command_word_is(word, "tbt")) {
		ping->flags |= SCAMPER_PING_TBT;
		return true;
	}
	if (!command_word_refused("ping", word, error))
		scamper_fail(error, ERR_VALUE,
			     "ping -O: '%.40s' is not allowed. Give dl or tbt.",
			     word);
	return false;
}

static bool ping_store(struct command *command, char letter,
		       const struct option_value *value,
		       struct scamper_error *error)
{
	switch (letter) {
	case 'O':
		return store_word(command->ping, value->text, error);
	case 'B':
	case 'p':
		return set_payload(command, letter, value->text, error);
	case 'P':
		return command_method(&methods, value->text,
				      &command->ping->method, error);
	case 'R':
		command->ping->flags |= SCAMPER_PING_RECORD_ROUTE;
		return true;
	case 'S':
		command->ping->src = value->addr;
		return true;
	case 'T':
		return set_timestamp(command, value->text, error);
	default:
		return store_number(command, letter, value->number);
	}
}

static void default_ports(struct command *command, uint32_t pid)
{
	struct scamper_ping *ping = command->ping;

	if (ping_proto(ping) == PROTO_ICMP) {
		if (!(command->given & GIVEN_ID))
			ping->sport = (uint16_t)pid;
		return;
	}
	if (!(command->given & GIVEN_ID))
		ping->sport = (uint16_t)(pid | 0x8000);
	if (!(command->given & GIVEN_PORT))
		ping->dport = DEFAULT_UDP_PORT;
}

static bool check_combination(const struct command *command,
			      struct scamper_error *error)
{
	const struct scamper_ping *ping = command->ping;
	bool ipv6 = ping->dst.type == SCAMPER_ADDR_IPV6;
	uint8_t proto = ping_proto(ping);
	int options = !!(ping->flags & SCAMPER_PING_RECORD_ROUTE) +
		      !!(ping->flags & SCAMPER_PING_TS_ONLY) +
		      !!(ping->flags & SCAMPER_PING_TS_AND_ADDR) +
		      (ping->tsps_used > 0);

	if (ipv6 && (options || ping->method == SCAMPER_PING_ICMP_TIME))
		return fail_combination(error,
					"-R, -T and icmp-time are of IPv4 "
					"only. Leave them out.");
	if (options > 1)
		return fail_combination(error, "-R and -T: a probe has one IP "
					       "option. Leave the others out.");
	if (proto != PROTO_ICMP && (ping->flags & SCAMPER_PING_ICMP_SUM))
		return fail_combination(error, "-C is of ICMP. Leave it out.");
	if (proto != PROTO_TCP && (command->given & GIVEN_ACK))
		return fail_combination(error, "-A is of TCP. Leave it out.");
	if (proto == PROTO_TCP && command->payload)
		return fail_combination(error, "-p and -B: TCP probes carry no "
					       "payload. Leave them out.");
	if ((command->given & GIVEN_PAYLOAD) &&
	    (command->given & (GIVEN_SIZE | GIVEN_PATTERN)))
		return fail_combination(error, "-B gives the whole payload. "
					       "Leave -s and -p out.");
	if ((ping->flags & SCAMPER_PING_TBT) && (!ipv6 || !ping->reply_pmtu))
		return fail_combination(error, "-O tbt counts fragments of "
					       "IPv6. Give -M, and an IPv6 "
					       "address.");
	return command_source("ping", &ping->src, &ping->dst, error);
}

static bool set_size(struct command *command, struct scamper_error *error)
{
	struct scamper_ping *ping = command->ping;
	unsigned int header = ping_header(ping);
	unsigned int least = header, data = 0;

	if (ping_proto(ping) == PROTO_ICMP)
		data = DEFAULT_DATA;
	else if (ping_proto(ping) == PROTO_UDP)
		data = DEFAULT_DATA_UDP;
	if (ping->flags & SCAMPER_PING_ICMP_SUM) {
		least += 2;
		data += 2;
	}
	if (ping->method == SCAMPER_PING_ICMP_TIME)
		least += ICMP_TIMES;
	if (command->given & GIVEN_PAYLOAD)
		ping->size = (uint16_t)(header + command->payload_len);
	else if (!(command->given & GIVEN_SIZE))
		ping->size = (uint16_t)(header + data);
	if (ping->size < least) {
		scamper_fail(error, ERR_COMBINATION,
			     "ping: a probe of this kind has at least %u "
			     "bytes. Give a larger -s (or -B).",
			     least);
		return false;
	}
	if (ping_proto(ping) != PROTO_TCP || ping->size == header)
		return true;
	return fail_combination(error, "-s: TCP probes carry no payload. "
				       "Leave it out.");
}

/* The record keeps what was given, the probes carry it repeated to their
 * length. */
static bool make_payload(struct command *command, struct scamper_error *error)
{
	struct scamper_ping *ping = command->ping;
	size_t len = (size_t)ping->size - ping_header(ping);
	uint8_t *whole;

	if (!command->payload && ping->method != SCAMPER_PING_ICMP_TIME)
		return true;
	whole = calloc(1, len + 1);
	if (!whole) {
		scamper_fail_memory(error);
		return false;
	}
	for (size_t i = 0; command->payload && i < len; i++)
		whole[i] = command->payload[i % command->payload_len];
	ping->data = command->payload;
	ping->data_len = command->payload_len;
	command->payload = whole;
	if (command->given & GIVEN_PAYLOAD)
		ping->flags |= SCAMPER_PING_PAYLOAD;
	return true;
}

bool command_complete_ping(struct command *command, uint32_t pid,
			   struct scamper_error *error)
{
	struct scamper_ping *ping = command->ping;

	/* -A is the sequence number of a reset (manual page). */
	if (ping->method == SCAMPER_PING_TCP_RST) {
		ping->tcp_seq = ping->tcp_ack;
		ping->tcp_ack = 0;
	}
	command->tcp_number_given = (command->given & GIVEN_ACK) != 0;
	command->fragments = ping->reply_pmtu != 0;
	command->datalink = ping->flags & SCAMPER_PING_DATALINK;
	default_ports(command, pid);
	return check_combination(command, error) && set_size(command, error) &&
	       make_payload(command, error);
}

static bool ping_complete(struct command *command, uint32_t pid,
			  const struct scamper_addr *dst,
			  struct scamper_error *error)
{
	command->ping->dst = *dst;
	return command_complete_ping(command, pid, error);
}

const struct command_rules command_ping_rules = {
	.name = "ping",
	.options = ping_options,
	.store = ping_store,
	.complete = ping_complete,
	.begin = ping_begin,
};
