/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading a stream of warts records. */
#include <scamper/dealias.h>
#include <scamper/tracelb.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "bytes.h"
#include "fail.h"
#include "kind.h"
#include "reader.h"

enum {
	/* A record of a kind we take apart; the largest possible trace is
	 * far below. A length above it is damage, not data. */
	MAX_RECORD = 64 << 20,
	CHUNK = 65536, /* memory grows as bytes really come */
};

struct scamper_reader *scamper_reader_new(struct scamper_stream stream,
					  enum scamper_layout layout)
{
	struct scamper_reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		return NULL;
	reader->stream = stream;
	reader->layout = layout;
	return reader;
}

void scamper_reader_add(struct scamper_reader *reader,
			const struct scamper_kind *kind)
{
	reader->kinds[reader->kinds[0] != NULL] = kind;
}

void scamper_reader_free(struct scamper_reader *reader)
{
	if (!reader)
		return;
	reader_forget(reader);
	buffer_free(&reader->record);
	free(reader);
}

/* Reads up to len bytes; fewer at the end of the stream; -1: *error. */
static long read_fully(struct scamper_reader *reader, uint8_t *data, size_t len,
		       struct scamper_error *error)
{
	size_t used = 0;

	while (used < len) {
		long n = reader->stream.read(reader->stream.user, data + used,
					     len - used);

		if (n < 0) {
			scamper_fail(error, ERR_WARTS_READ,
				     "reading failed at offset %llu: %s. Check "
				     "the file and its disk.",
				     (unsigned long long)reader->offset,
				     strerror((int)-n));
			return -1;
		}
		if (n == 0)
			break;
		used += (size_t)n;
		reader->offset += (size_t)n;
	}
	return (long)used;
}

static int fail_truncated(struct scamper_reader *reader, uint64_t start,
			  struct scamper_error *error)
{
	scamper_fail(error, ERR_WARTS_TRUNCATED,
		     "the file ends at offset %llu inside the record that "
		     "begins at %llu. Everything before that record is "
		     "complete.",
		     (unsigned long long)reader->offset,
		     (unsigned long long)start);
	return -1;
}

/* Reads the body, or with keep false only steps over it. 0 or -1. */
static int read_body(struct scamper_reader *reader, uint64_t start,
		     uint32_t len, bool keep, struct scamper_error *error)
{
	buffer_reset(&reader->record);
	if (!buffer_room(&reader->record, 1)) {
		scamper_fail_memory(error); /* not even an empty record */
		return -1;
	}
	while (len > 0) {
		size_t part = len < CHUNK ? len : CHUNK;
		uint8_t *room = buffer_room(&reader->record, part);
		long got;

		if (!room) {
			scamper_fail_memory(error);
			return -1;
		}
		got = read_fully(reader, room, part, error);
		if (got < 0)
			return -1;
		if ((size_t)got < part)
			return fail_truncated(reader, start, error);
		if (keep)
			reader->record.len += part;
		len -= (uint32_t)part;
	}
	return 0;
}

static const struct scamper_kind *kind_of(const struct scamper_reader *reader,
					  uint16_t type)
{
	for (int i = 0; i < KINDS; i++)
		if (reader->kinds[i] && reader->kinds[i]->type == type)
			return reader->kinds[i];
	return NULL;
}

static void take_apart(struct scamper_reader *reader, struct warts_in *in,
		       bool tnt2018, struct scamper_object *object)
{
	in_begin(in, reader->record.data, reader->record.len);
	in->tnt2018 = tnt2018;
	switch (object->type) {
	case SCAMPER_OBJECT_LIST:
		object->list = read_list(reader, in);
		break;
	case SCAMPER_OBJECT_CYCLE_START:
	case SCAMPER_OBJECT_CYCLE_DEF:
		object->cycle = read_cycle(reader, in);
		break;
	case SCAMPER_OBJECT_CYCLE_STOP:
		object->cycle = read_cycle_stop(reader, in);
		break;
	case SCAMPER_OBJECT_TRACE:
		object->trace = in_trace(reader, in);
		break;
	case SCAMPER_OBJECT_PING:
		object->ping = in_ping(reader, in);
		break;
	default:
		kind_of(reader, object->type)->read(reader, in, object);
		break;
	}
	in_free(in);
}

static int fail_record(const struct warts_in *in, uint64_t body, uint16_t type,
		       struct scamper_error *error)
{
	unsigned long long at = body + (uint64_t)(in->fault_at - in->start);

	if (in->fault == FAULT_MEMORY)
		scamper_fail_memory(error);
	else if (in->fault == FAULT_REFERENCE)
		scamper_fail(error, ERR_WARTS_REFERENCE,
			     "the record of type %u refers at offset %llu to "
			     "something that is not in the file. The file is "
			     "damaged there; take what comes before.",
			     type, at);
	else
		scamper_fail(error, ERR_WARTS_RECORD,
			     "a value of the record of type %u does not fit "
			     "at offset %llu. The file is damaged there; take "
			     "what comes before.",
			     type, at);
	return -1;
}

static int read_object(struct scamper_reader *reader, uint64_t body,
		       struct scamper_object *object,
		       struct scamper_error *error)
{
	bool tnt2018 = reader->layout != SCAMPER_LAYOUT_CURRENT;
	struct warts_in in;

	take_apart(reader, &in, tnt2018, object);
	if (in.fault == FAULT_NONE)
		return 1;
	scamper_object_clear(object);
	if (in.tnt2018 && reader->layout == SCAMPER_LAYOUT_AUTO) {
		take_apart(reader, &in, false, object);
		if (in.fault == FAULT_NONE)
			return 1;
		scamper_object_clear(object);
	}
	return fail_record(&in, body, object->type, error);
}

static bool is_known(const struct scamper_reader *reader, uint16_t type)
{
	return (type >= SCAMPER_OBJECT_LIST &&
		type <= SCAMPER_OBJECT_CYCLE_STOP) ||
	       type == SCAMPER_OBJECT_TRACE || type == SCAMPER_OBJECT_PING ||
	       kind_of(reader, type);
}

int scamper_reader_next(struct scamper_reader *reader,
			struct scamper_object *object,
			struct scamper_error *error)
{
	uint64_t start = reader->offset;
	uint8_t header[WARTS_HEADER];
	long got = read_fully(reader, header, sizeof(header), error);
	uint32_t len;

	memset(object, 0, sizeof(*object));
	if (got <= 0)
		return (int)got;
	if (got >= 2 && get16(header) != WARTS_MAGIC) {
		scamper_fail(error, ERR_WARTS_MAGIC,
			     "no warts record at offset %llu: it begins with "
			     "%02x%02x, not 1205. Give a warts file; take "
			     "what comes before the damage.",
			     (unsigned long long)start, header[0], header[1]);
		return -1;
	}
	if (got < WARTS_HEADER)
		return fail_truncated(reader, start, error);
	object->type = get16(header + 2);
	len = get32(header + 4);
	if (!is_known(reader, object->type))
		return read_body(reader, start, len, false, error) ? -1 : 1;
	if (len > MAX_RECORD) {
		scamper_fail(error, ERR_WARTS_RECORD,
			     "the record at offset %llu says it has %lu bytes. "
			     "The file is damaged there; take what comes "
			     "before.",
			     (unsigned long long)start, (unsigned long)len);
		return -1;
	}
	if (read_body(reader, start, len, true, error))
		return -1;
	return read_object(reader, start + WARTS_HEADER, object, error);
}

void scamper_object_clear(struct scamper_object *object)
{
	scamper_list_unref(object->list);
	scamper_cycle_unref(object->cycle);
	scamper_trace_free(object->trace);
	scamper_ping_free(object->ping);
	scamper_tracelb_free(object->tracelb);
	scamper_dealias_free(object->dealias);
	object->list = NULL;
	object->cycle = NULL;
	object->trace = NULL;
	object->ping = NULL;
	object->tracelb = NULL;
	object->dealias = NULL;
}
