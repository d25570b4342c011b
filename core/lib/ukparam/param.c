/* SPDX-License-Identifier: BSD-3-Clause */
/* Kernel parameters: table lookup, and help for misspelt names. */
#include <stdbool.h>
#include <string.h>
#include <uk/errno.h>
#include <uk/param.h>
#include <uk/print.h>

#define NAME_MAX_COMPARED 32

/* Set by the linker around all UK_PARAM() entries */
extern const struct uk_param uk_param_start[], uk_param_end[];

static size_t name_length(const char *word)
{
	size_t n = 0;

	while (word[n] && word[n] != '=')
		n++;
	return n;
}

int uk_param_is(const char *word, const char *name)
{
	size_t n = name_length(word);

	return strlen(name) == n && !memcmp(word, name, n);
}

/* Levenshtein distance, of at most NAME_MAX_COMPARED characters of each */
static unsigned distance(const char *a, size_t la, const char *b, size_t lb)
{
	uint8_t row[NAME_MAX_COMPARED + 1];

	la = UK_MIN(la, (size_t)NAME_MAX_COMPARED);
	lb = UK_MIN(lb, (size_t)NAME_MAX_COMPARED);
	for (size_t j = 0; j <= lb; j++)
		row[j] = (uint8_t)j;
	for (size_t i = 1; i <= la; i++) {
		uint8_t corner = row[0];

		row[0] = (uint8_t)i;
		for (size_t j = 1; j <= lb; j++) {
			uint8_t up = row[j];
			unsigned best = corner + (a[i - 1] != b[j - 1]);

			best = UK_MIN(best, up + 1u);
			best = UK_MIN(best, row[j - 1] + 1u);
			row[j] = (uint8_t)best;
			corner = up;
		}
	}
	return row[lb];
}

/* The name that @word is most likely meant to be; NULL if none is alike. */
static const char *nearest(const char *word, size_t len)
{
	const char *best = NULL;
	unsigned best_distance = (unsigned)len / 3 + 1;

	for (const struct uk_param *p = uk_param_start; p < uk_param_end; p++) {
		unsigned d = distance(word, len, p->name, strlen(p->name));

		if (d <= best_distance) {
			best_distance = d;
			best = p->name;
		}
	}
	return best;
}

static void warn_unknown(const char *word)
{
	size_t len = name_length(word);
	const char *near = nearest(word, len);

	uk_pr_warn("UK8003: unknown kernel parameter '%.*s' ignored. ",
		   (int)len, word);
	if (near)
		uk_pr_warn("Did you mean '%s'? ", near);
	uk_pr_warn("Arguments of the program stand after '--'.\n");
}

int uk_param_apply(char *word)
{
	size_t len = name_length(word);
	const char *value = word[len] ? word + len + 1 : "";

	for (const struct uk_param *p = uk_param_start; p < uk_param_end; p++) {
		int r;

		if (!uk_param_is(word, p->name))
			continue;
		r = p->set(value);
		if (r < 0)
			uk_pr_err("UK8002: bad value '%s' of kernel parameter "
				  "%s (error %d). Expected: %s.\n",
				  value, p->name, -r, p->help);
		return r;
	}
	warn_unknown(word);
	return 0;
}

int uk_param_u64(const char *text, uint64_t *value)
{
	unsigned base = 10;
	uint64_t v = 0;

	if (text[0] == '0' && (text[1] | 0x20) == 'x') {
		base = 16;
		text += 2;
	}
	if (!*text)
		return -EINVAL;
	for (; *text; text++) {
		unsigned digit = (unsigned)*text - '0';

		if (digit > 9)
			digit = ((unsigned)*text | 0x20) - 'a' + 10;
		if (digit >= base || (digit > 9 && base == 10))
			return -EINVAL;
		if (__builtin_mul_overflow(v, (uint64_t)base, &v) ||
		    __builtin_add_overflow(v, (uint64_t)digit, &v))
			return -ERANGE;
	}
	*value = v;
	return 0;
}
