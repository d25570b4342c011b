/* SPDX-License-Identifier: BSD-3-Clause */
/* The inside of a reader of warts, shared by its files. */
#ifndef SCAMPER_READER_H
#define SCAMPER_READER_H

#include "warts_in.h"
#include "writer.h"

struct numbered_list {
	uint32_t id;
	struct scamper_list *list;
};

struct numbered_cycle {
	uint32_t id;
	struct scamper_cycle *cycle;
};

struct scamper_reader {
	struct scamper_stream stream;
	enum scamper_layout layout;
	const struct scamper_kind *kinds[KINDS]; /* beyond trace and ping */
	uint64_t offset;                         /* of the next byte */
	struct buffer record;
	struct numbered_list *lists;
	struct numbered_cycle *cycles;
	uint32_t lists_used;
	uint32_t cycles_used;
};

/* reader_lists.c: records of lists and cycles. A reference is returned, after
 * a fault too, if there is memory. */
struct scamper_list *read_list(struct scamper_reader *reader,
			       struct warts_in *in);
/* Start and definition have the same form. */
struct scamper_cycle *read_cycle(struct scamper_reader *reader,
				 struct warts_in *in);
struct scamper_cycle *read_cycle_stop(struct scamper_reader *reader,
				      struct warts_in *in);
/* Frees what the reader knows of them. */
void reader_forget(struct scamper_reader *reader);

#endif
