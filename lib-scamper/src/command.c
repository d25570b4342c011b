/* SPDX-License-Identifier: BSD-3-Clause */
/* The grammar shared by all commands: words, options, destination. */
#include "command.h"

#include <scamper/dealias.h>
#include <scamper/tracelb.h>

#include <stdlib.h>
#include <string.h>

#include "fail.h"

enum { MAX_LINE = 20000 };

static const struct command_rules *const all_rules[] = {&command_trace_rules,
							&command_ping_rules};

/* Cuts the next word off *rest; NULL at the end of the line. */
static char *next_word(char **rest)
{
	char *word = *rest + strspn(*rest, " ");
	char *end = word + strcspn(word, " ");

	if (*word == '\0')
		return NULL;
	*rest = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

/* The next word as a value: quotes keep blanks together and go. */
static char *next_value(char **rest)
{
	char *text = *rest + strspn(*rest, " ");
	char *end;

	if (*text != '\'' && *text != '"')
		return next_word(rest);
	end = strchr(text + 1, *text);
	if (!end || (end[1] != ' ' && end[1] != '\0'))
		return next_word(rest);
	*end = '\0';
	*rest = end[1] ? end + 2 : end + 1;
	return text + 1;
}

static const struct option_rule *find_option(const struct command_rules *rules,
					     char letter)
{
	for (const struct option_rule *o = rules->options; o->letter; o++)
		if (o->letter == letter)
			return o;
	return NULL;
}

static bool refuse_option(const struct command_rules *rules, char letter,
			  struct scamper_error *error)
{
	char known[128];
	size_t used = 0;

	for (const struct option_rule *o = rules->options; o->letter; o++) {
		if (o->kind == VALUE_NEVER)
			continue;
		known[used++] = ' ';
		known[used++] = '-';
		known[used++] = o->letter;
	}
	known[used] = '\0';
	scamper_fail(error, ERR_UNKNOWN_OPTION,
		     "%s has no option -%c. Use one of%s.", rules->name, letter,
		     known);
	return false;
}

/* One word of options: flags may stand together (-QT), an option with a
 * value stands alone and its value is the next word. */
static bool take_option(const struct command_rules *rules,
			struct command *command, const char *word, char **rest,
			struct scamper_error *error)
{
	bool alone = word[0] && word[1] == '\0';

	if (*word == '\0')
		return refuse_option(rules, ' ', error);
	for (; *word; word++) {
		const struct option_rule *option = find_option(rules, *word);
		struct option_value value = {0};
		const char *text = NULL;

		if (!option)
			return refuse_option(rules, *word, error);
		if (option->kind == VALUE_NEVER)
			return command_option_refused(rules->name, *word,
						      error);
		if (option->kind != VALUE_FLAG) {
			text = alone ? next_value(rest) : NULL;
			if (!text) {
				scamper_fail(error, ERR_MISSING_VALUE,
					     "%s -%c has no value. Put the "
					     "value behind the option, with a "
					     "space between.",
					     rules->name, *word);
				return false;
			}
			if (!command_value(rules->name, option, text, &value,
					   error))
				return false;
		}
		if (!rules->store(command, *word, &value, error))
			return false;
	}
	return true;
}

static bool take_destination(const struct command_rules *rules, char *word,
			     char **rest, struct scamper_addr *dst,
			     struct scamper_error *error)
{
	const char *more;

	if (!word) {
		scamper_fail(error, ERR_NO_ADDRESS,
			     "%s has no destination. Put an IPv4 or IPv6 "
			     "address at the end of the command.",
			     rules->name);
		return false;
	}
	if (!scamper_addr_parse_any(word, dst)) {
		scamper_fail(error, ERR_ADDRESS,
			     "'%.40s' is no address. Write an IPv4 or IPv6 "
			     "address, like 192.0.2.1 or 2001:db8::1.",
			     word);
		return false;
	}
	more = next_word(rest);
	if (more) {
		scamper_fail(error, ERR_TRAILING,
			     "'%.40s' follows the destination of %s. Put "
			     "options before the address, one address a "
			     "command.",
			     more, rules->name);
		return false;
	}
	return true;
}

bool command_options(const struct command_rules *rules, char *text,
		     struct command *command, struct scamper_error *error)
{
	char *word;

	while ((word = next_word(&text))) {
		if (word[0] != '-') {
			scamper_fail(error, ERR_TRAILING,
				     "'%.40s' is no option of %s. Put what "
				     "belongs to it behind an option.",
				     word, rules->name);
			return false;
		}
		if (!take_option(rules, command, word + 1, &text, error))
			return false;
	}
	return true;
}

static bool parse_words(const struct command_rules *rules, char *rest,
			uint32_t pid, struct command *command,
			struct scamper_error *error)
{
	struct scamper_addr dst;
	char *word;

	if (!rules->begin(command)) {
		scamper_fail_memory(error);
		return false;
	}
	while ((word = next_word(&rest)) && word[0] == '-')
		if (!take_option(rules, command, word + 1, &rest, error))
			return false;
	if (rules->operand) {
		for (; word; word = next_word(&rest))
			if (!rules->operand(command, word, error))
				return false;
		return rules->complete(command, pid, NULL, error);
	}
	return take_destination(rules, word, &rest, &dst, error) &&
	       rules->complete(command, pid, &dst, error);
}

static const struct command_rules *find_rules(
	const char *name, const struct command_rules *const *more)
{
	for (size_t i = 0; i < sizeof(all_rules) / sizeof(all_rules[0]); i++)
		if (command_word_is(name, all_rules[i]->name))
			return all_rules[i];
	for (; more && *more; more++)
		if (command_word_is(name, (*more)->name))
			return *more;
	return NULL;
}

static bool parse_line(char *line, const struct command_rules *const *more,
		       uint32_t pid, struct command *command,
		       struct scamper_error *error)
{
	const struct command_rules *rules;
	const char *name = next_word(&line);

	if (!name) {
		scamper_fail(error, ERR_EMPTY_COMMAND,
			     "the command is empty. Write trace or ping with "
			     "options and an address.");
		return false;
	}
	rules = find_rules(name, more);
	if (rules)
		return parse_words(rules, line, pid, command, error);
	scamper_fail(error, ERR_UNKNOWN_COMMAND,
		     "'%.40s' is no command. Use trace%s or ping.", name,
		     more ? ", tracelb, dealias" : "");
	return false;
}

/* A copy to cut into words: no line feed at the end, tabs as spaces. */
static char *copy_line(const char *line, struct scamper_error *error)
{
	size_t len = strlen(line);
	char *copy;

	while (len && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		len--;
	if (len > MAX_LINE) {
		scamper_fail(error, ERR_TOO_LONG,
			     "the command has %zu characters. Use at most %d.",
			     len, MAX_LINE);
		return NULL;
	}
	copy = malloc(len + 1);
	if (!copy) {
		scamper_fail_memory(error);
		return NULL;
	}
	for (size_t i = 0; i < len; i++) {
		copy[i] = line[i] == '\t' ? ' ' : line[i];
		if (copy[i] < ' ' || copy[i] > '~') {
			scamper_fail(error, ERR_NOT_PRINTABLE,
				     "character %zu of the command cannot be "
				     "printed. Use printable ASCII only.",
				     i + 1);
			free(copy);
			return NULL;
		}
	}
	copy[len] = '\0';
	return copy;
}

void command_free(struct command *command)
{
	scamper_trace_free(command->trace);
	scamper_ping_free(command->ping);
	scamper_tracelb_free(command->tracelb);
	scamper_dealias_free(command->dealias);
	free(command->operands);
	free(command->payload);
	free(command->gss);
	memset(command, 0, sizeof(*command));
}

uint32_t command_ways(const struct command *command)
{
	return command->dealias ? command->dealias->defs_used : 1;
}

struct scamper_addr *command_src(struct command *command, uint32_t way)
{
	if (command->trace)
		return &command->trace->src;
	if (command->ping)
		return &command->ping->src;
	return command->tracelb ? &command->tracelb->src
				: &command->dealias->defs[way].src;
}

const struct scamper_addr *command_dst(const struct command *command,
				       uint32_t way)
{
	if (command->trace)
		return &command->trace->dst;
	if (command->ping)
		return &command->ping->dst;
	return command->tracelb ? &command->tracelb->dst
				: &command->dealias->defs[way].dst;
}

bool command_parse(const char *line, const struct command_rules *const *more,
		   uint32_t pid, struct command *command,
		   struct scamper_error *error)
{
	char *copy = copy_line(line, error);
	bool ok;

	memset(command, 0, sizeof(*command));
	if (!copy)
		return false;
	ok = parse_line(copy, more, pid, command, error);
	if (!ok)
		command_free(command);
	free(copy);
	return ok;
}
