/* SPDX-License-Identifier: BSD-3-Clause */
/* The formats behind <scamper/record.h>. */
#ifndef SCAMPER_WRITER_H
#define SCAMPER_WRITER_H

#include <scamper/record.h>

#include "warts_out.h"

enum { KINDS = 2 }; /* that there are beyond trace and ping */

/* What a format writes; NULL: nothing for that object. 0 or -errno. */
struct format_ops {
	int (*list)(struct scamper_writer *w, struct scamper_list *list);
	int (*cycle_start)(struct scamper_writer *w,
			   struct scamper_cycle *cycle);
	int (*cycle_def)(struct scamper_writer *w, struct scamper_cycle *cycle);
	int (*cycle_stop)(struct scamper_writer *w,
			  struct scamper_cycle *cycle);
	int (*trace)(struct scamper_writer *w,
		     const struct scamper_trace *trace);
	int (*ping)(struct scamper_writer *w, const struct scamper_ping *ping);
};

/* Warts: the numbers of a result's list and cycle in the file, after writing
 * them if need be; then hands the record being built to the sink. */
int warts_place(struct scamper_writer *w, struct scamper_list *list,
		struct scamper_cycle *cycle, uint32_t *list_id,
		uint32_t *cycle_id);
int warts_send(struct scamper_writer *w);

extern const struct format_ops warts_format;
extern const struct format_ops json_format;
extern const struct format_ops text_format;

struct scamper_writer {
	const struct format_ops *ops;
	enum scamper_format format;
	const struct scamper_kind *kinds[KINDS]; /* beyond trace and ping */
	struct scamper_sink sink;
	struct warts_out out;
	struct buffer line; /* JSON, text */
	/* Warts: what the file has; its number in the file is index + 1. */
	struct scamper_list **lists;
	struct scamper_cycle **cycles;
	uint32_t lists_used;
	uint32_t cycles_used;
};

/* Hands the line buffer to the sink and empties it. */
int writer_flush_line(struct scamper_writer *writer);

#endif
