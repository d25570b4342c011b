/* SPDX-License-Identifier: BSD-3-Clause */
/* What follows the hops of an annotation: docs/tnt.md, "Sections". */
#ifndef TNT_RECORD_SECTIONS_H
#define TNT_RECORD_SECTIONS_H

#include "path.h"
#include "record_bytes.h"

/* Puts those of a path that has them. */
void tnt_sections_put(struct tnt_bytes *b, const struct tnt_path *path);

/* Reads all up to the end, and skips those it does not know; false: damaged. */
bool tnt_sections_get(struct tnt_bytes *b, struct tnt_path *path);

#endif
