/* SPDX-License-Identifier: BSD-3-Clause */
/* The entry points of all writers. */
#include "writer.h"

#include <errno.h>
#include <stdlib.h>

#include "kind.h"

static struct scamper_writer *writer_new(enum scamper_format format,
					 const struct format_ops *ops,
					 struct scamper_sink sink)
{
	struct scamper_writer *writer = calloc(1, sizeof(*writer));

	if (!writer)
		return NULL;
	writer->sink = sink;
	writer->format = format;
	writer->ops = ops;
	return writer;
}

struct scamper_writer *scamper_warts_writer_new(struct scamper_sink sink)
{
	return writer_new(SCAMPER_FORMAT_WARTS, &warts_format, sink);
}

struct scamper_writer *scamper_json_writer_new(struct scamper_sink sink)
{
	return writer_new(SCAMPER_FORMAT_JSON, &json_format, sink);
}

struct scamper_writer *scamper_text_writer_new(struct scamper_sink sink)
{
	return writer_new(SCAMPER_FORMAT_TEXT, &text_format, sink);
}

struct scamper_writer *scamper_writer_new(enum scamper_format format,
					  struct scamper_sink sink)
{
	static const struct format_ops *const formats[SCAMPER_FORMATS] = {
		[SCAMPER_FORMAT_WARTS] = &warts_format,
		[SCAMPER_FORMAT_JSON] = &json_format,
		[SCAMPER_FORMAT_TEXT] = &text_format,
	};
	struct scamper_writer *writer =
		writer_new(format, formats[format], sink);

	if (writer) {
		scamper_writer_add(writer, &scamper_tracelb_kind);
		scamper_writer_add(writer, &scamper_dealias_kind);
	}
	return writer;
}

void scamper_writer_add(struct scamper_writer *writer,
			const struct scamper_kind *kind)
{
	writer->kinds[writer->kinds[0] != NULL] = kind;
}

void scamper_writer_free(struct scamper_writer *writer)
{
	if (!writer)
		return;
	for (uint32_t i = 0; i < writer->lists_used; i++)
		scamper_list_unref(writer->lists[i]);
	for (uint32_t i = 0; i < writer->cycles_used; i++)
		scamper_cycle_unref(writer->cycles[i]);
	free(writer->lists);
	free(writer->cycles);
	out_free(&writer->out);
	buffer_free(&writer->line);
	free(writer);
}

int writer_flush_line(struct scamper_writer *writer)
{
	struct buffer *line = &writer->line;
	int rc = line->failed ? -ENOMEM
			      : writer->sink.write(writer->sink.user,
						   line->data, line->len);

	buffer_reset(line);
	return rc;
}

int scamper_write_cycle_start(struct scamper_writer *writer,
			      struct scamper_cycle *cycle)
{
	return writer->ops->cycle_start
		       ? writer->ops->cycle_start(writer, cycle)
		       : 0;
}

int scamper_write_cycle_stop(struct scamper_writer *writer,
			     struct scamper_cycle *cycle)
{
	return writer->ops->cycle_stop ? writer->ops->cycle_stop(writer, cycle)
				       : 0;
}

int scamper_write_trace(struct scamper_writer *writer,
			const struct scamper_trace *trace)
{
	return writer->ops->trace(writer, trace);
}

int scamper_write_ping(struct scamper_writer *writer,
		       const struct scamper_ping *ping)
{
	return writer->ops->ping(writer, ping);
}

/* The object is only looked at. */
static int write_kind(struct scamper_writer *writer,
		      const struct scamper_object *object)
{
	for (int i = 0; i < KINDS; i++)
		if (writer->kinds[i] && writer->kinds[i]->type == object->type)
			return writer->kinds[i]->write[writer->format](writer,
								       object);
	return -ENOTSUP;
}

int scamper_write_tracelb(struct scamper_writer *writer,
			  const struct scamper_tracelb *tracelb)
{
	const struct scamper_object object = {
		.type = SCAMPER_OBJECT_TRACELB,
		.tracelb = (struct scamper_tracelb *)(uintptr_t)tracelb};

	return write_kind(writer, &object);
}

int scamper_write_dealias(struct scamper_writer *writer,
			  const struct scamper_dealias *dealias)
{
	const struct scamper_object object = {
		.type = SCAMPER_OBJECT_DEALIAS,
		.dealias = (struct scamper_dealias *)(uintptr_t)dealias};

	return write_kind(writer, &object);
}

int scamper_write_result(struct scamper_writer *writer,
			 const struct scamper_result *result)
{
	if (result->tracelb)
		return scamper_write_tracelb(writer, result->tracelb);
	if (result->dealias)
		return scamper_write_dealias(writer, result->dealias);
	return result->trace ? scamper_write_trace(writer, result->trace)
			     : scamper_write_ping(writer, result->ping);
}

int scamper_write_object(struct scamper_writer *writer,
			 const struct scamper_object *object)
{
	const struct format_ops *ops = writer->ops;

	switch (object->type) {
	case SCAMPER_OBJECT_LIST:
		return ops->list ? ops->list(writer, object->list) : 0;
	case SCAMPER_OBJECT_CYCLE_START:
		return scamper_write_cycle_start(writer, object->cycle);
	case SCAMPER_OBJECT_CYCLE_DEF:
		return ops->cycle_def ? ops->cycle_def(writer, object->cycle)
				      : 0;
	case SCAMPER_OBJECT_CYCLE_STOP:
		return scamper_write_cycle_stop(writer, object->cycle);
	case SCAMPER_OBJECT_TRACE:
		return scamper_write_trace(writer, object->trace);
	case SCAMPER_OBJECT_PING:
		return scamper_write_ping(writer, object->ping);
	case SCAMPER_OBJECT_TRACELB:
		return object->tracelb ? write_kind(writer, object) : 0;
	case SCAMPER_OBJECT_DEALIAS:
		return object->dealias ? write_kind(writer, object) : 0;
	default:
		return 0;
	}
}
