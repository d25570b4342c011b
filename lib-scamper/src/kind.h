/* SPDX-License-Identifier: BSD-3-Clause */
/* Kinds of results beyond trace and ping; see <scamper/record.h>. */
#ifndef SCAMPER_KIND_H
#define SCAMPER_KIND_H

#include "warts_in.h"
#include "writer.h"

struct scamper_kind {
	uint16_t type;
	/* Fills in the object's pointer of this kind. */
	void (*read)(struct scamper_reader *reader, struct warts_in *in,
		     struct scamper_object *object);
	/* By format. */
	int (*write[SCAMPER_FORMATS])(struct scamper_writer *writer,
				      const struct scamper_object *object);
};

int warts_tracelb(struct scamper_writer *w, const struct scamper_object *object);
int json_tracelb(struct scamper_writer *w, const struct scamper_object *object);
int text_tracelb(struct scamper_writer *w, const struct scamper_object *object);
void in_tracelb(struct scamper_reader *reader, struct warts_in *in,
		struct scamper_object *object);

int warts_dealias(struct scamper_writer *w, const struct scamper_object *object);
int json_dealias(struct scamper_writer *w, const struct scamper_object *object);
int text_dealias(struct scamper_writer *w, const struct scamper_object *object);
void in_dealias(struct scamper_reader *reader, struct warts_in *in,
		struct scamper_object *object);

#endif
