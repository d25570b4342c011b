/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of `dealias`, as scamper(1) describes them. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "dealias_defs.h"
#include "dealias_feature.h"
#include "fail.h"
#include "result.h"
#include "result_dealias.h"

enum {
	METHODS = SCAMPER_DEALIAS_BUMP + 1,
	LEAST_PREFIX = 24,
	PREFIXES_MAX = 32,
};

static const struct option_rule dealias_options[] = {
	{'d', VALUE_NUMBER, 1, 65535},
	{'f', VALUE_NUMBER, 1, 65535},
	{'m', VALUE_TEXT, 0, 0},
	{'o', VALUE_NUMBER, 3, 255},
	{'O', VALUE_TEXT, 0, 0},
	{'p', VALUE_TEXT, 0, 0},
	{'q', VALUE_NUMBER, 1, 500},
	{'r', VALUE_NUMBER, 1, 3600000},
	{'s', VALUE_NUMBER, 1, 65535},
	{'t', VALUE_NUMBER, 1, 255},
	{'U', VALUE_NUMBER, 0, ~0u},
	{'w', VALUE_NUMBER, 1, 255},
	{'W', VALUE_NUMBER, 1, 65535},
	{'x', VALUE_ADDRESS, 0, 0},
	{0, 0, 0, 0},
};

/* What a method has; -m may come last, so this is looked at in the end. */
struct method {
	const char *options; /* beside -m, -q, -U and -w */
	const char *words;   /* of -O, each ended by a comma */
	uint16_t most_attempts;
	uint16_t attempts; /* defaults .. */
	uint16_t wait_probe;
};

static const struct method methods[METHODS] = {
	[SCAMPER_DEALIAS_MERCATOR] = {"dst", "", 3, 3, 0},
	[SCAMPER_DEALIAS_ALLY] = {"fpOW", "inseq,nobs,", 255, 5, 150},
	[SCAMPER_DEALIAS_RADARGUN] = {"pOrW", "shuffle,", 500, 30, 150},
	[SCAMPER_DEALIAS_PREFIXSCAN] = {"fopOWx", "inseq,nobs,", 255, 2, 1000},
	[SCAMPER_DEALIAS_BUMP] = {"fpOW", "inseq,", 255, 3, 1000},
};

enum word_bit { WORD_INSEQ = 1, WORD_NOBS = 2, WORD_SHUFFLE = 4 };

static bool dealias_begin(struct command *command)
{
	struct scamper_dealias *d = scamper_dealias_new();

	command->dealias = d;
	if (!d)
		return false;
	d->method = SCAMPER_DEALIAS_MERCATOR;
	d->wait_s = 5;
	d->reply_count = 5;
	return true;
}

static const struct command_methods method_names = {
	"dealias",
	SCAMPER_DEALIAS_MERCATOR,
	SCAMPER_DEALIAS_BUMP,
	scamper_dealias_method_name,
	"mercator, ally, radargun, prefixscan or bump",
};

/* The bits of -O stand above those of the letters. */
static bool set_word(struct command *command, const char *text,
		     struct scamper_error *error)
{
	static const char *const words[] = {"inseq", "nobs", "shuffle"};

	for (unsigned int i = 0; i < 3; i++) {
		if (command_word_is(text, words[i])) {
			command->words |= 1u << i;
			return true;
		}
	}
	scamper_fail(error, ERR_VALUE,
		     "dealias -O: '%.40s' is not allowed. Use inseq, nobs or "
		     "shuffle.",
		     text);
	return false;
}

static bool add_excluded(struct scamper_dealias *d,
			 const struct scamper_addr *addr,
			 struct scamper_error *error)
{
	void *array = d->excluded;

	if (scamper_array_grow(&array, d->excluded_used, sizeof(*addr))) {
		scamper_fail_memory(error);
		return false;
	}
	d->excluded = array;
	d->excluded[d->excluded_used++] = *addr;
	return true;
}

static unsigned int option_index(char letter)
{
	unsigned int i = 0;

	while (dealias_options[i].letter != letter)
		i++;
	return i;
}

static bool was_given(const struct command *command, char letter)
{
	return command->given >> option_index(letter) & 1;
}

static bool dealias_store(struct command *command, char letter,
			  const struct option_value *value,
			  struct scamper_error *error)
{
	struct scamper_dealias *d = command->dealias;
	uint16_t number = (uint16_t)value->number;

	command->given |= 1u << option_index(letter);
	switch (letter) {
	case 'd':
		command->mercator.dport = number;
		break;
	case 'f':
		d->fudge = number;
		break;
	case 'm':
		return command_method(&method_names, value->text, &d->method,
				      error);
	case 'o':
		d->reply_count = (uint8_t)number;
		break;
	case 'O':
		return set_word(command, value->text, error);
	case 'p':
		return dealias_define(command, value->text, error);
	case 'q':
		d->attempts = number;
		break;
	case 'r':
		d->wait_round = (uint32_t)value->number;
		break;
	case 's':
		command->mercator.sport = number;
		break;
	case 't':
		command->mercator.ttl = (uint8_t)number;
		break;
	case 'U':
		d->userid = (uint32_t)value->number;
		break;
	case 'w':
		d->wait_s = (uint8_t)number;
		break;
	case 'W':
		d->wait_probe = number;
		break;
	default: /* 'x' */
		return add_excluded(d, &value->addr, error);
	}
	return true;
}

/* An address, for prefixscan also one with the length of a prefix. */
static bool dealias_operand(struct command *command, const char *word,
			    struct scamper_error *error)
{
	struct scamper_dealias *d = command->dealias;
	const char *slash = strchr(word, '/');
	char text[SCAMPER_ADDR_TEXT];
	struct scamper_addr addr;
	void *array = command->operands;
	size_t len = slash ? (size_t)(slash - word) : strlen(word);
	unsigned int bits = 0;

	for (const char *p = slash ? slash + 1 : ""; *p; p++)
		bits = *p >= '0' && *p <= '9' && bits <= PREFIXES_MAX
			       ? bits * 10 + (unsigned int)(*p - '0')
			       : PREFIXES_MAX + 1;
	if (len < sizeof(text)) {
		memcpy(text, word, len);
		text[len] = '\0';
	}
	if (len >= sizeof(text) || !scamper_addr_parse_any(text, &addr) ||
	    (slash &&
	     (d->prefix_len || bits < LEAST_PREFIX || bits >= PREFIXES_MAX))) {
		scamper_fail(error, ERR_ADDRESS,
			     "'%.40s' is no address. Write an IPv4 or IPv6 "
			     "address; for prefixscan, last, an IPv4 prefix "
			     "of /24 to /31.",
			     word);
		return false;
	}
	if (scamper_array_grow(&array, command->operands_used, sizeof(addr))) {
		scamper_fail_memory(error);
		return false;
	}
	command->operands = array;
	command->operands[command->operands_used++] = addr;
	d->prefix_len = (uint8_t)bits;
	return true;
}

/* Every option that was given belongs to the method. */
static bool check_options(const struct command *command,
			  const struct method *method,
			  struct scamper_error *error)
{
	static const char *const words[] = {"inseq,", "nobs,", "shuffle,"};
	const struct scamper_dealias *d = command->dealias;
	const char *name = scamper_dealias_method_name(d->method);

	for (const struct option_rule *o = dealias_options; o->letter; o++) {
		if (!was_given(command, o->letter) ||
		    strchr("mqUw", o->letter) ||
		    strchr(method->options, o->letter))
			continue;
		scamper_fail(error, ERR_COMBINATION,
			     "dealias -%c is nothing for the method %s. Leave "
			     "it out, or choose another method with -m.",
			     o->letter, name);
		return false;
	}
	for (unsigned int i = 0; i < 3; i++) {
		if (!(command->words >> i & 1) ||
		    strstr(method->words, words[i]))
			continue;
		scamper_fail(error, ERR_COMBINATION,
			     "dealias -O %.*s is nothing for the method %s. "
			     "Leave it out, or choose another method with -m.",
			     (int)strlen(words[i]) - 1, words[i], name);
		return false;
	}
	if (d->attempts <= method->most_attempts)
		return true;
	scamper_fail(error, ERR_VALUE,
		     "dealias -q: %u is too much for the method %s. Give a "
		     "number from 1 to %u.",
		     d->attempts, name, method->most_attempts);
	return false;
}

static void fill_in(struct command *command, const struct method *method)
{
	struct scamper_dealias *d = command->dealias;
	bool inseq = command->words & WORD_INSEQ;

	if (!d->attempts)
		d->attempts = method->attempts;
	if (!d->wait_probe)
		d->wait_probe = method->wait_probe;
	if (d->method == SCAMPER_DEALIAS_BUMP) {
		d->bump_limit = d->fudge ? d->fudge : 30;
		d->fudge = 0;
	} else if (d->method == SCAMPER_DEALIAS_ALLY ||
		   d->method == SCAMPER_DEALIAS_PREFIXSCAN) {
		d->fudge = inseq ? 0 : d->fudge ? d->fudge : 200;
	}
	if (command->words & WORD_NOBS)
		d->flags |= SCAMPER_DEALIAS_NOBS;
	if (command->words & WORD_SHUFFLE)
		d->flags |= SCAMPER_DEALIAS_SHUFFLE;
	if (d->method == SCAMPER_DEALIAS_RADARGUN && !d->wait_round)
		d->wait_round = d->wait_probe * d->defs_used;
}

static int by_address(const void *a, const void *b)
{
	const struct scamper_addr *x = a, *y = b;

	return x->type != y->type ? x->type - y->type
				  : memcmp(x->bytes, y->bytes, x->len);
}

static bool dealias_complete(struct command *command, uint32_t pid,
			     const struct scamper_addr *dst,
			     struct scamper_error *error)
{
	struct scamper_dealias *d = command->dealias;
	const struct method *method = &methods[d->method];

	(void)dst;
	if (!check_options(command, method, error))
		return false;
	fill_in(command, method);
	if (!dealias_targets(command, pid, error))
		return false;
	if (d->excluded_used)
		qsort(d->excluded, d->excluded_used, sizeof(*d->excluded),
		      by_address);
	for (uint32_t i = 0; i < d->defs_used; i++)
		command->fragments |= d->defs[i].mtu != 0;
	command->datalink = command->fragments;
	/* IP ids of 32 bits are not swapped by anybody. */
	if (d->method == SCAMPER_DEALIAS_ALLY &&
	    d->defs[0].dst.type == SCAMPER_ADDR_IPV6)
		d->flags |= SCAMPER_DEALIAS_NOBS;
	return true;
}

const struct command_rules command_dealias_rules = {
	.name = "dealias",
	.options = dealias_options,
	.store = dealias_store,
	.operand = dealias_operand,
	.complete = dealias_complete,
	.begin = dealias_begin,
};
