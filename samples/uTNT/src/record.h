/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Annotated paths in warts records, in two layouts (docs/tnt.md):
 *
 * - attribute: a plain trace record, readable by any warts reader, plus
 *   attributes of type 14 that hold the annotation;
 * - 2018: trace flag 0x80 and hop parameters 20 to 25, as the first TNT.
 */
#ifndef TNT_RECORD_H
#define TNT_RECORD_H

#include <scamper/record.h>

#include "path.h"

#define TNT_ATTR_TYPE 14

enum tnt_format { TNT_FORMAT_ATTRIBUTE, TNT_FORMAT_2018 };

/*
 * Writes the record of a path that was probed, or read from attributes (one
 * read from the layout of 2018 is written in that only). `strict`: that
 * layout has one field for probes, which then holds those counted once. 0 or
 * a negative errno; -E2BIG: too many hops for the layout of 2018 (255).
 */
int tnt_record_write(struct scamper_writer *writer, struct tnt_path *path,
		     enum tnt_format format, bool strict);

/*
 * Makes a path of a trace that was read with SCAMPER_LAYOUT_AUTO and takes
 * the trace over. False: the annotation is damaged or of a later version;
 * then the path is the plain trace.
 */
bool tnt_record_read(struct tnt_path *path, struct scamper_trace *trace);

/* The parts of it. The annotation replaces any that the trace has. */
int tnt_attr_add(struct tnt_path *path);
bool tnt_attr_read(struct tnt_path *path);
/* A new trace in the layout of 2018; NULL: no memory or too many hops. */
struct scamper_trace *tnt_2018_build(const struct tnt_path *path,
				     uint32_t probes);
/* True when the trace of `path` is in that layout. */
bool tnt_2018_is(const struct scamper_trace *trace);
void tnt_2018_read(struct tnt_path *path);

#endif
