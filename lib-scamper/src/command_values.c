/* SPDX-License-Identifier: BSD-3-Clause */
/* Values of options: what they may be, and what is not offered. */
#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool command_word_is(const char *word, const char *name)
{
	while (*word && lower(*word) == *name) {
		word++;
		name++;
	}
	return *word == '\0' && *name == '\0';
}

bool command_method(const struct command_methods *methods, const char *word,
		    uint8_t *method, struct scamper_error *error)
{
	for (uint8_t m = methods->first; m <= methods->last; m++) {
		if (command_word_is(word, methods->name(m))) {
			*method = m;
			return true;
		}
	}
	scamper_fail(error, ERR_METHOD, "%s has no method '%.40s'. Use %s.",
		     methods->command, word, methods->list);
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

bool command_hex(const char *name, char letter, const char *text,
		 struct command *command, struct scamper_error *error)
{
	size_t len = strlen(text) / 2;
	uint8_t *bytes = malloc(len + 1);
	bool ok = strlen(text) % 2 == 0 && len > 0;

	if (!bytes) {
		scamper_fail_memory(error);
		return false;
	}
	for (size_t i = 0; ok && i < len; i++) {
		int high = hex_digit(text[2 * i]);
		int low = hex_digit(text[2 * i + 1]);

		ok = high >= 0 && low >= 0;
		if (ok)
			bytes[i] = (uint8_t)(high * 16 + low);
	}
	if (!ok) {
		free(bytes);
		scamper_fail(error, ERR_VALUE,
			     "%s -%c: '%.40s' is not allowed. Give an even "
			     "number of hexadecimal digits.",
			     name, letter, text);
		return false;
	}
	free(command->payload);
	command->payload = bytes;
	command->payload_len = (uint16_t)len;
	return true;
}

bool command_source(const char *name, const struct scamper_addr *src,
		    const struct scamper_addr *dst, struct scamper_error *error)
{
	if (src->type == SCAMPER_ADDR_NONE || src->type == dst->type)
		return true;
	scamper_fail(error, ERR_COMBINATION,
		     "%s -S is an address of another IP version than the "
		     "destination. Give both of the same version.",
		     name);
	return false;
}

/* Decimal digits only; a number above 64 bits becomes the largest one. */
static bool parse_number(const char *text, uint64_t *number)
{
	*number = 0;
	if (*text == '\0')
		return false;
	for (; *text; text++) {
		unsigned int digit = (unsigned int)(*text - '0');

		if (digit > 9)
			return false;
		if (*number > (UINT64_MAX - digit) / 10)
			*number = UINT64_MAX;
		else
			*number = *number * 10 + digit;
	}
	return true;
}

/* Seconds with a fraction, as microseconds; further decimals are cut. */
static bool parse_seconds(const char *text, uint64_t *us)
{
	uint64_t scale = 100000;
	unsigned int whole = 0;

	for (; *text >= '0' && *text <= '9' && whole < 1000; text++)
		whole = whole * 10 + (unsigned int)(*text - '0');
	*us = whole * UINT64_C(1000000);
	if (*text == '\0')
		return true;
	if (*text++ != '.' || *text == '\0')
		return false;
	for (; *text >= '0' && *text <= '9'; text++, scale /= 10)
		*us += (unsigned int)(*text - '0') * scale;
	return *text == '\0';
}

static bool refuse_value(const char *name, const struct option_rule *option,
			 const char *text, struct scamper_error *error)
{
	if (option->kind == VALUE_ADDRESS)
		scamper_fail(error, ERR_ADDRESS,
			     "'%.40s' is no address. Write an IPv4 or IPv6 "
			     "address, like 192.0.2.1 or 2001:db8::1.",
			     text);
	else if (option->kind == VALUE_SECONDS)
		scamper_fail(error, ERR_VALUE,
			     "%s -%c: '%.40s' is not allowed. Give seconds "
			     "from %u.%03u to %u.",
			     name, option->letter, text, option->min / 1000000,
			     option->min / 1000 % 1000, option->max / 1000000);
	else
		scamper_fail(error, ERR_VALUE,
			     "%s -%c: '%.40s' is not allowed. Give a number "
			     "from %u to %u.",
			     name, option->letter, text, option->min,
			     option->max);
	return false;
}

static bool check_value(const struct option_rule *option, const char *text,
			struct option_value *value)
{
	value->text = text;
	switch (option->kind) {
	case VALUE_NUMBER:
		/* A maximum of 32 bits means: larger values are cut. */
		return parse_number(text, &value->number) &&
		       value->number >= option->min &&
		       (value->number <= option->max ||
			option->max == UINT32_MAX);
	case VALUE_SECONDS:
		return parse_seconds(text, &value->number) &&
		       value->number >= option->min &&
		       value->number <= option->max;
	case VALUE_ADDRESS:
		return scamper_addr_parse_any(text, &value->addr);
	default:
		return true;
	}
}

bool command_value(const char *name, const struct option_rule *option,
		   const char *text, struct option_value *value,
		   struct scamper_error *error)
{
	return check_value(option, text, value) ||
	       refuse_value(name, option, text, error);
}

/* What scamper(1) has and we do not, with the reason. */
static const struct {
	char letter;      /* of an option .. */
	const char *word; /* .. or a word of -O */
	const char *why;
} not_offered[] = {
	{'r', NULL,
	 "the way to a destination is the system's. Set a route there"},
	{'o', NULL,
	 "answers to later fragments quote no ports, so that nothing tells "
	 "whose they are. Leave it out"},
	{0, "ptr",
	 "names are looked up by trace only. Look them up in the results"},
	{0, "spoof",
	 "answers to a foreign address come to somebody else. Use -S with an "
	 "address of this machine"},
	{0, "nosrc", "it goes with spoof, which there is not. Leave it out"},
};

enum { NOT_OFFERED = sizeof(not_offered) / sizeof(not_offered[0]) };

bool command_option_refused(const char *name, char letter,
			    struct scamper_error *error)
{
	for (int i = 0; i < NOT_OFFERED; i++)
		if (not_offered[i].letter == letter)
			scamper_fail(error, ERR_NOT_OFFERED,
				     "%s -%c is not offered: %s.", name, letter,
				     not_offered[i].why);
	return false;
}

bool command_word_refused(const char *name, const char *word,
			  struct scamper_error *error)
{
	for (int i = 0; i < NOT_OFFERED; i++) {
		if (!not_offered[i].word ||
		    !command_word_is(word, not_offered[i].word))
			continue;
		scamper_fail(error, ERR_NOT_OFFERED,
			     "%s -O %s is not offered: %s.", name,
			     not_offered[i].word, not_offered[i].why);
		return true;
	}
	return false;
}
