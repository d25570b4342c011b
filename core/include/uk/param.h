/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Kernel parameters: `name=value` words of the command line before `--`.
 * `"a b"` and `'a b'` group words, a backslash keeps the next character.
 */
#ifndef UK_PARAM_H
#define UK_PARAM_H

#include <stdint.h>
#include <uk/essentials.h>

/*
 * Takes one value (never NULL; "" for a name without `=`). The text stays
 * valid for the life of the guest. Returns 0; a negative errno stops the boot
 * with UK8002, which prints the name, the value and the help text.
 * Called once for every time the parameter stands on the command line, after
 * UK_INIT_EARLY and before UK_INIT_PLAT.
 */
typedef int (*uk_param_setter)(const char *value);

struct uk_param {
	const char *name;
	const char *help;
	uk_param_setter set;
};

/* UK_PARAM(netdev_ip, "netdev.ip", "ADDR/LEN[:GATEWAY[:DNS]]", set_ip); */
#define UK_PARAM(id, param_name, help_text, setter)                            \
	static const struct uk_param UK_CONCAT(uk_param_, id)                  \
		__attribute__((used, section(".uk_param"), aligned(8))) = {    \
			param_name, help_text, setter}

/*
 * Applies one word of the command line, called by ukboot. An unknown name is a
 * warning (UK8003) that proposes the nearest one. Returns what the setter
 * says. @word is changed and must stay valid.
 */
int uk_param_apply(char *word);

/* True if @word sets the parameter @name. */
int uk_param_is(const char *word, const char *name);

/* Decimal or 0x hexadecimal number; 0, or -EINVAL / -ERANGE. */
int uk_param_u64(const char *text, uint64_t *value);

#endif
