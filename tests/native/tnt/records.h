/* SPDX-License-Identifier: BSD-3-Clause */
/* Paths as text and JSON, and back from a record. */
#ifndef TNT_TEST_RECORDS_H
#define TNT_TEST_RECORDS_H

#include <stdio.h>

#include "dump.h"
#include "files.h"
#include "path.h"

/* Writes the dump. */
void dump_to(FILE *out, const struct tnt_path *path,
	     const struct tnt_rules *rules, unsigned int how);

/* The dump with attempts and the JSON line; the caller frees them. */
char *text_of(const struct tnt_path *path);
char *json_of(const struct tnt_path *path);

/* Reads the one trace of a file; false: its annotation is damaged. */
bool read_path(struct memory *from, struct tnt_path *path);

/* The attribute layout keeps every field of a path. */
void assert_round_trip(struct tnt_path *path);

#endif
