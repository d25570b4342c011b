/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Commands: one line of text to a task's parameters (scamper.md sections 3
 * and 4, docs/scamper.md).
 */
#ifndef SCAMPER_COMMAND_H
#define SCAMPER_COMMAND_H

#include <scamper/error.h>
#include <scamper/result.h>

/* A parsed command: a result with all parameters filled in, and what the
 * record does not hold. */
struct command {
	struct scamper_trace *trace; /* all but one are NULL */
	struct scamper_ping *ping;
	struct scamper_tracelb *tracelb;
	struct scamper_dealias *dealias;
	/* Addresses behind the options of `dealias`, while it is read. */
	struct scamper_addr *operands;
	uint32_t operands_used;
	uint32_t words; /* of dealias -O, while it is read */
	struct {
		uint16_t sport; /* 0: default, like the others */
		uint16_t dport;
		uint8_t ttl;
	} mercator;       /* -s, -d, -t, while it is read */
	uint8_t *payload; /* NULL: zero bytes */
	uint16_t payload_len;
	/* trace -z, and the method of -Z is in the record. */
	struct scamper_addr *gss;
	uint32_t gss_used;
	/* ping -A was given; the other TCP numbers are random. */
	bool tcp_number_given;
	/* -O dl: packets and times are to be those of the data link; with -M
	 * each as it arrives, whole or not. */
	bool datalink;
	bool fragments;
	/* Options that were given, while the command is being read. */
	uint32_t given;
};

struct command_rules;

/*
 * False with *error set, and nothing to free, when the line is refused.
 * Otherwise the caller owns the command's parts. `more` are the commands
 * beyond trace and ping, ended by NULL, or NULL. `pid` gives the default source
 * port and ids. The source address is NONE unless -S was given.
 */
bool command_parse(const char *line, const struct command_rules *const *more,
		   uint32_t pid, struct command *command,
		   struct scamper_error *error);
void command_free(struct command *command);

/*
 * Fills in what follows from the other parameters: ports, ids, size. False
 * with *error set when they do not go together.
 */
bool command_complete_trace(struct command *command, uint32_t pid,
			    struct scamper_error *error);
bool command_complete_ping(struct command *command, uint32_t pid,
			   struct scamper_error *error);

/* The ways that are to be measured; more than one for `dealias` only. */
uint32_t command_ways(const struct command *command);
/* The ends of one of them. */
struct scamper_addr *command_src(struct command *command, uint32_t way);
const struct scamper_addr *command_dst(const struct command *command,
				       uint32_t way);

/* Shared by the option tables of trace and ping. */
enum value_kind {
	VALUE_FLAG,    /* no value */
	VALUE_NUMBER,  /* decimal number from min to max */
	VALUE_ADDRESS, /* IPv4 or IPv6 address */
	VALUE_SECONDS, /* decimal fraction, min..max in microseconds */
	VALUE_NEVER,   /* an option of scamper's that there is not */
	VALUE_TEXT,    /* anything; between quotes with blanks in it */
};

struct option_rule {
	char letter;
	uint8_t kind;
	uint32_t min;
	uint32_t max;
};

/* A value after its check. */
struct option_value {
	const char *text;
	uint64_t number; /* VALUE_SECONDS: microseconds */
	struct scamper_addr addr;
};

/* What `trace` and `ping` are made of for the parser. */
struct command_rules {
	const char *name;
	const struct option_rule *options; /* ended by letter 0 */
	/* Stores one checked option; false with *error set. */
	bool (*store)(struct command *command, char letter,
		      const struct option_value *value,
		      struct scamper_error *error);
	/* Takes a word behind the options; NULL: there is one, the
	 * destination. False with *error set. */
	bool (*operand)(struct command *command, const char *word,
			struct scamper_error *error);
	/* Fills in what depends on several options; false with *error. `dst` is
	 * NULL for a command with operands. */
	bool (*complete)(struct command *command, uint32_t pid,
			 const struct scamper_addr *dst,
			 struct scamper_error *error);
	/* Allocates the command's record with default values. */
	bool (*begin)(struct command *command);
};

extern const struct command_rules command_trace_rules;
extern const struct command_rules command_ping_rules;

/* Reads options that stand in a value of another command; the text is cut into
 * words. False with *error set. */
bool command_options(const struct command_rules *rules, char *text,
		     struct command *command, struct scamper_error *error);

/* Reads hexadecimal bytes into the payload; false with *error set. */
bool command_hex(const char *name, char letter, const char *text,
		 struct command *command, struct scamper_error *error);

/* False with *error when -S and the destination do not go together. */
bool command_source(const char *name, const struct scamper_addr *src,
		    const struct scamper_addr *dst,
		    struct scamper_error *error);

/* Checks the text behind an option of the command `name`, by the option's rule;
 * false with *error set. `value` refers to the text. */
bool command_value(const char *name, const struct option_rule *option,
		   const char *text, struct option_value *value,
		   struct scamper_error *error);

/* Says why scamper's option is not offered; always false. */
bool command_option_refused(const char *name, char letter,
			    struct scamper_error *error);
/* True for a word of -O that scamper has and we do not; *error says why not. */
bool command_word_refused(const char *name, const char *word,
			  struct scamper_error *error);

/* Compares without regard to case (ASCII). */
bool command_word_is(const char *word, const char *name);

/* Methods of a command: numbers, and the words for them. */
struct command_methods {
	const char *command; /* for messages */
	uint8_t first, last;
	const char *(*name)(uint8_t method);
	const char *list; /* all of them, for the message */
};

/* The method that a word names. False with *error set when none is. */
bool command_method(const struct command_methods *methods, const char *word,
		    uint8_t *method, struct scamper_error *error);

#endif
