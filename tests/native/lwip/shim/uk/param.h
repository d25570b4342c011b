/* SPDX-License-Identifier: BSD-3-Clause */
/* On the host parameters are global objects, so that a test can set them. */
#ifndef UK_PARAM_H
#define UK_PARAM_H

struct uk_param {
	const char *name;
	const char *help;
	int (*set)(const char *value);
};

#define UK_PARAM(id, param_name, help_text, setter)                            \
	extern const struct uk_param uk_param_##id;                            \
	const struct uk_param uk_param_##id = {param_name, help_text, setter}

#endif
