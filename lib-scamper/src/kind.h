/* SPDX-License-Identifier: BSD-3-Clause */
/* Kinds of results beyond trace and ping; see <scamper/record.h>. */
#ifndef SCAMPER_KIND_H
#define SCAMPER_KIND_H

#include "warts_in.h"
#include "writer.h"

/* tracelb is the only one so far, so the functions have its type. */
struct scamper_kind {
	uint16_t type;
	struct scamper_tracelb *(*read)(struct scamper_reader *reader,
					struct warts_in *in);
	/* By format. */
	int (*write[SCAMPER_FORMATS])(struct scamper_writer *writer,
				      const struct scamper_tracelb *tracelb);
};

int warts_tracelb(struct scamper_writer *w, const struct scamper_tracelb *t);
int json_tracelb(struct scamper_writer *w, const struct scamper_tracelb *t);
int text_tracelb(struct scamper_writer *w, const struct scamper_tracelb *t);
struct scamper_tracelb *in_tracelb(struct scamper_reader *reader,
				   struct warts_in *in);

#endif
