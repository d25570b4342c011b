/* SPDX-License-Identifier: BSD-3-Clause */
#include "dealias_defs.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "packet.h"
#include "result_dealias.h"

enum {
	DEFAULT_PORT = 33435,
	DEFAULT_TTL = 255,
	PARIS_BYTES = 2,
	LEAST_MTU = 68, /* RFC 791 */
};

static const struct option_rule def_options[] = {
	{'c', VALUE_NUMBER, 1, 65535},
	{'d', VALUE_NUMBER, 1, 65535},
	{'F', VALUE_NUMBER, 1, 65535},
	{'i', VALUE_ADDRESS, 0, 0},
	{'M', VALUE_NUMBER, LEAST_MTU, 65535},
	{'P', VALUE_TEXT, 0, 0},
	{'s', VALUE_NUMBER, 1, 65535},
	{'t', VALUE_NUMBER, 1, 255},
	{0, 0, 0, 0},
};

static const struct command_methods methods = {
	"dealias -p",
	SCAMPER_PROBE_ICMP_ECHO,
	SCAMPER_PROBE_TCP_SYN_SPORT,
	scamper_dealias_probe_name,
	"udp, udp-dport, icmp-echo, tcp-ack, tcp-ack-sport or tcp-syn-sport",
};

static bool def_store(struct command *command, char letter,
		      const struct option_value *value,
		      struct scamper_error *error)
{
	struct scamper_dealias *d = command->dealias;
	struct scamper_dealias_def *def = &d->defs[d->defs_used - 1];
	uint16_t number = (uint16_t)value->number;

	switch (letter) {
	case 'c':
		def->icmp_sum = number;
		break;
	case 'd':
		def->dport = number;
		break;
	case 'F':
		def->sport = number;
		break;
	case 'i':
		def->dst = value->addr;
		break;
	case 'M':
		def->mtu = number;
		break;
	case 'P':
		return command_method(&methods, value->text, &def->method,
				      error);
	case 's':
		def->size = number;
		break;
	default: /* 't' */
		def->ttl = (uint8_t)number;
		break;
	}
	return true;
}

static const struct command_rules def_rules = {
	.name = "dealias -p",
	.options = def_options,
	.store = def_store,
};

bool dealias_define(struct command *command, const char *text,
		    struct scamper_error *error)
{
	struct scamper_dealias_def *def = dealias_add_def(command->dealias);
	char *copy = malloc(strlen(text) + 1);
	bool ok = false;

	if (def && copy) {
		def->ttl = DEFAULT_TTL;
		strcpy(copy, text);
		ok = command_options(&def_rules, copy, command, error);
	} else {
		scamper_fail_memory(error);
	}
	free(copy);
	return ok;
}

unsigned int dealias_least_size(const struct scamper_dealias_def *def)
{
	unsigned int ip =
		def->dst.type == SCAMPER_ADDR_IPV6 ? IP6_HEADER : IP_HEADER;

	return ip + (dealias_proto(def) == PROTO_TCP
			     ? TCP_HEADER
			     : ICMP_HEADER + PARIS_BYTES);
}

static bool refuse(struct scamper_error *error, const char *text)
{
	scamper_fail(error, ERR_COMBINATION, "dealias -m %s", text);
	return false;
}

static bool no_address(struct scamper_error *error, const char *text)
{
	scamper_fail(error, ERR_NO_ADDRESS, "dealias -m %s", text);
	return false;
}

/* A definition like another one, for that address; NULL: no memory. */
static struct scamper_dealias_def *add_like(struct scamper_dealias *d,
					    uint32_t like,
					    const struct scamper_addr *dst)
{
	struct scamper_dealias_def *def = dealias_add_def(d);
	uint32_t id;

	if (!def)
		return NULL;
	id = def->id;
	*def = d->defs[like];
	def->id = id;
	def->dst = *dst;
	return def;
}

/* Number of definitions that have an address of their own (-i). */
static uint32_t with_address(const struct scamper_dealias *d)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < d->defs_used; i++)
		count += d->defs[i].dst.type != SCAMPER_ADDR_NONE;
	return count;
}

/* Either all definitions have addresses, or none has and the operands are
 * their addresses, one definition for all or one for each. */
static bool use_operands(struct command *command, struct scamper_error *error)
{
	struct scamper_dealias *d = command->dealias;
	uint32_t defs = d->defs_used, own = with_address(d);

	if (own == defs && command->operands_used == 0)
		return true;
	if (own || command->operands_used < defs) {
		scamper_fail(error, ERR_NO_ADDRESS,
			     "dealias has %u addresses for %u definitions. "
			     "Give each -p its address with -i, or all "
			     "addresses behind the options.",
			     (unsigned int)(own + command->operands_used),
			     (unsigned int)defs);
		return false;
	}
	if (defs > 1 && command->operands_used > defs)
		return refuse(error,
			      "with several -p: more addresses than "
			      "definitions. Give as many of both, or one "
			      "-p.");
	for (uint32_t i = 0; i < command->operands_used; i++) {
		if (i < defs)
			d->defs[i].dst = command->operands[i];
		else if (!add_like(d, 0, &command->operands[i])) {
			scamper_fail_memory(error);
			return false;
		}
	}
	return true;
}

static bool is_excluded(const struct scamper_dealias *d,
			const struct scamper_addr *addr)
{
	for (uint16_t i = 0; i < d->excluded_used; i++)
		if (scamper_addr_equal(&d->excluded[i], addr))
			return true;
	return scamper_addr_equal(&d->a, addr);
}

static bool add_candidate(struct scamper_dealias *d, uint32_t addr)
{
	struct scamper_addr candidate = scamper_addr_ipv4(addr);

	return is_excluded(d, &candidate) || add_like(d, 0, &candidate);
}

/*
 * The likely ends of the other side of a link first: the other host of its
 * /30, then what is left of the /30 (or of the /31 that was given), then the
 * other half of each larger prefix, in rising order.
 */
static bool add_candidates(struct scamper_dealias *d)
{
	static const uint8_t mates[4][3] = {
		{1, 2, 3}, {2, 0, 3}, {1, 0, 3}, {2, 1, 0}};
	uint32_t b = scamper_addr_to_ipv4(&d->b);

	if (d->prefix_len == 31)
		return add_candidate(d, b ^ 1);
	for (int i = 0; i < 3; i++)
		if (!add_candidate(d, (b & ~3u) + mates[b & 3][i]))
			return false;
	for (uint32_t bits = 4; bits < 1u << (32 - d->prefix_len); bits <<= 1) {
		uint32_t other = (b & ~(bits - 1)) ^ bits;

		for (uint32_t i = 0; i < bits; i++)
			if (!add_candidate(d, other + i))
				return false;
	}
	return true;
}

static bool scan_targets(struct command *command, struct scamper_error *error)
{
	struct scamper_dealias *d = command->dealias;

	if (d->defs_used != 1 || command->operands_used != 2 ||
	    !d->prefix_len || with_address(d) ||
	    command->operands[0].type != SCAMPER_ADDR_IPV4 ||
	    command->operands[1].type != SCAMPER_ADDR_IPV4)
		return no_address(error,
				  "prefixscan wants one -p without -i, an IPv4 "
				  "address, and a prefix: -p '-P udp' "
				  "192.0.2.4 198.51.100.0/28.");
	d->a = command->operands[0];
	d->b = command->operands[1];
	d->defs[0].dst = d->a;
	if (add_candidates(d))
		return true;
	scamper_fail_memory(error);
	return false;
}

static bool mercator_targets(struct command *command,
			     struct scamper_error *error)
{
	struct scamper_dealias_def *def;

	if (command->operands_used != 1)
		return no_address(error, "mercator wants one address. Put it "
					 "at the end of the command.");
	def = dealias_add_def(command->dealias);
	if (!def) {
		scamper_fail_memory(error);
		return false;
	}
	def->method = SCAMPER_PROBE_UDP;
	def->dst = command->operands[0];
	def->ttl = command->mercator.ttl ? command->mercator.ttl : DEFAULT_TTL;
	def->sport = command->mercator.sport;
	def->dport = command->mercator.dport;
	return true;
}

/* Ally does without -p: UDP. */
static bool ally_targets(struct command *command, struct scamper_error *error)
{
	struct scamper_dealias *d = command->dealias;
	char none[] = "";

	if (d->defs_used == 0 && !dealias_define(command, none, error))
		return false;
	for (uint32_t i = 0; i < d->defs_used; i++)
		if (!d->defs[i].method)
			d->defs[i].method = SCAMPER_PROBE_UDP;
	if (!use_operands(command, error))
		return false;
	if (d->defs_used == 2 && d->defs[0].dst.type == d->defs[1].dst.type)
		return true;
	return no_address(error, "ally wants two addresses of the same IP "
				 "version. Put them at the end of the "
				 "command, or give two -p with -i.");
}

static bool other_targets(struct command *command, struct scamper_error *error)
{
	struct scamper_dealias *d = command->dealias;
	bool bump = d->method == SCAMPER_DEALIAS_BUMP;

	if (d->defs_used == 0 || !use_operands(command, error)) {
		if (d->defs_used == 0)
			no_address(error, "radargun and bump want definitions. "
					  "Add -p, e.g. -p '-P udp -i "
					  "192.0.2.1'.");
		return false;
	}
	if (bump && d->defs_used != 2)
		return no_address(error, "bump wants two addresses: two -p "
					 "with -i, or one -p and two addresses "
					 "behind the options.");
	for (uint32_t i = 0; i < d->defs_used; i++)
		if (d->defs[i].dst.type != d->defs[0].dst.type)
			return refuse(error, "with addresses of both IP "
					     "versions. Give addresses of one "
					     "version.");
	return true;
}

/* What depends on the method of the probe, and defaults. */
static bool finish_def(struct scamper_dealias_def *def, uint32_t pid,
		       struct scamper_error *error)
{
	uint8_t proto = dealias_proto(def);
	uint16_t own = (uint16_t)(0x8000 + pid % 0x8000);

	if (!def->method)
		return refuse(error, ".. -p: the method is missing. Add -P "
				     "udp, icmp-echo, ..");
	if (proto == PROTO_ICMP ? def->dport : def->icmp_sum)
		return refuse(error, ".. -p: -c is for icmp-echo, -d for the "
				     "other methods. Leave it out.");
	if (def->size && def->size < dealias_least_size(def))
		return refuse(error, ".. -p: -s is smaller than the headers. "
				     "Give a larger size.");
	if (proto == PROTO_ICMP) {
		def->icmp_id = def->sport ? def->sport : own;
		def->sport = 0;
		return true;
	}
	if (!def->sport)
		def->sport = own;
	if (!def->dport)
		def->dport = DEFAULT_PORT;
	if (proto == PROTO_TCP)
		def->tcp_flags = def->method == SCAMPER_PROBE_TCP_SYN_SPORT
					 ? TCP_SYN
					 : TCP_ACK;
	return true;
}

bool dealias_targets(struct command *command, uint32_t pid,
		     struct scamper_error *error)
{
	struct scamper_dealias *d = command->dealias;
	bool ok;

	switch (d->method) {
	case SCAMPER_DEALIAS_MERCATOR:
		ok = mercator_targets(command, error);
		break;
	case SCAMPER_DEALIAS_ALLY:
		ok = ally_targets(command, error);
		break;
	case SCAMPER_DEALIAS_PREFIXSCAN:
		ok = scan_targets(command, error);
		break;
	default:
		ok = other_targets(command, error);
		break;
	}
	for (uint32_t i = 0; ok && i < d->defs_used; i++)
		ok = finish_def(&d->defs[i], pid, error);
	return ok;
}
