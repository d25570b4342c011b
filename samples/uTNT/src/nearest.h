/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TNT_NEAREST_H
#define TNT_NEAREST_H

#include <stddef.h>

/* The one of `count` names with the least edits from `word`. */
const char *tnt_nearest(const char *word, const char *const *names,
			size_t count);

#endif
