/* SPDX-License-Identifier: BSD-3-Clause */
/* Evidence in words, for the dump and for JSON (docs/tnt.md). */
#ifndef TNT_EXPLAIN_H
#define TNT_EXPLAIN_H

#include "path.h"
#include "text.h"

/* The lines below a path that say what its tags rest on, each with "# ". */
void tnt_explain_text(struct tnt_text *out, const struct tnt_path *path);

/* The keys of one hop: ,"reasons":[..],"uncertain":[..] */
void tnt_explain_hop_json(struct tnt_text *out, const struct tnt_path *path,
			  size_t at);

/* The keys of the path: ,"searches":[..],"run":{..} and counts. */
void tnt_explain_path_json(struct tnt_text *out, const struct tnt_path *path);

#endif
