/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writers and readers of results: warts (binary), JSON lines, text. They
 * read from and write to call-backs, not files.
 */
#ifndef SCAMPER_RECORD_H
#define SCAMPER_RECORD_H

#include <scamper/error.h>
#include <scamper/result.h>

/* Where bytes go: takes all of them and returns 0, or a negative errno. */
struct scamper_sink {
	int (*write)(void *user, const void *data, size_t len);
	void *user;
};

/* Where bytes come from: their number, 0 at the end, or a negative errno. */
struct scamper_stream {
	long (*read)(void *user, void *data, size_t len);
	void *user;
};

/* The writers of a format; all functions return 0 or a negative errno. */
struct scamper_writer;

enum scamper_format {
	SCAMPER_FORMAT_WARTS,
	SCAMPER_FORMAT_JSON,
	SCAMPER_FORMAT_TEXT,
};

enum { SCAMPER_FORMATS = 3 };

/*
 * Kinds of results beyond trace and ping. A program that does not name them
 * does not contain them: its readers skip their records, its writers refuse
 * them (-ENOTSUP).
 */
struct scamper_kind;
extern const struct scamper_kind scamper_tracelb_kind;
extern const struct scamper_kind scamper_dealias_kind;

/*
 * NULL: no memory. Nothing is buffered between calls. A program that knows its
 * format calls one of the first three: the last brings all formats and kinds
 * into the image, for a format that is chosen at run time.
 */
struct scamper_writer *scamper_warts_writer_new(struct scamper_sink sink);
struct scamper_writer *scamper_json_writer_new(struct scamper_sink sink);
struct scamper_writer *scamper_text_writer_new(struct scamper_sink sink);
struct scamper_writer *scamper_writer_new(enum scamper_format format,
					  struct scamper_sink sink);
void scamper_writer_free(struct scamper_writer *writer);
/* Makes a kind of results known to the writer; each at most once. */
void scamper_writer_add(struct scamper_writer *writer,
			const struct scamper_kind *kind);

/* Start and end of a cycle (the list's record is written before it). */
int scamper_write_cycle_start(struct scamper_writer *writer,
			      struct scamper_cycle *cycle);
int scamper_write_cycle_stop(struct scamper_writer *writer,
			     struct scamper_cycle *cycle);
/*
 * A result. Warts: if its list or cycle was not written yet, a list record
 * and a cycle *definition* come first; each record is one call of the sink.
 * Extra parameters of hops and attributes of traces are written too. Hop
 * parameter 20 (name) is left out when the hop's extra list holds a 20.
 */
int scamper_write_trace(struct scamper_writer *writer,
			const struct scamper_trace *trace);
int scamper_write_ping(struct scamper_writer *writer,
		       const struct scamper_ping *ping);
int scamper_write_tracelb(struct scamper_writer *writer,
			  const struct scamper_tracelb *tracelb);
int scamper_write_dealias(struct scamper_writer *writer,
			  const struct scamper_dealias *dealias);
int scamper_write_result(struct scamper_writer *writer,
			 const struct scamper_result *result);

enum scamper_object_type {
	SCAMPER_OBJECT_LIST = 1,
	SCAMPER_OBJECT_CYCLE_START = 2,
	SCAMPER_OBJECT_CYCLE_DEF = 3,
	SCAMPER_OBJECT_CYCLE_STOP = 4,
	SCAMPER_OBJECT_TRACE = 6,
	SCAMPER_OBJECT_PING = 7,
	SCAMPER_OBJECT_TRACELB = 8,
	SCAMPER_OBJECT_DEALIAS = 9,
};

/* What a record holds; the pointers that `type` does not name are NULL. */
struct scamper_object {
	uint16_t type; /* other numbers: a record that was skipped */
	struct scamper_list *list;
	struct scamper_cycle *cycle;
	struct scamper_trace *trace;
	struct scamper_ping *ping;
	struct scamper_tracelb *tracelb;
	struct scamper_dealias *dealias;
};

enum scamper_layout {
	/* Hop parameter 20 is a host name, trace flag 0x80 says rxerr. */
	SCAMPER_LAYOUT_CURRENT,
	/*
	 * TNT as of 2018: of traces with flag 0x80, hop parameters 20 to 25
	 * (1, 1, 1, 2, 1, 1 bytes) are put into the hops' extra lists.
	 * Other traces are read as CURRENT.
	 */
	SCAMPER_LAYOUT_TNT2018,
	/* TNT2018 for the traces with flag 0x80 that fit this layout to the
	 * byte, CURRENT for all others. */
	SCAMPER_LAYOUT_AUTO,
};

struct scamper_reader;

/* NULL: no memory. */
struct scamper_reader *scamper_reader_new(struct scamper_stream stream,
					  enum scamper_layout layout);
void scamper_reader_free(struct scamper_reader *reader);
/* Makes a kind of results known to the reader; each at most once. */
void scamper_reader_add(struct scamper_reader *reader,
			const struct scamper_kind *kind);

/*
 * Reads the next record. 1: *object is filled, the caller gives it back with
 * scamper_object_clear(); 0: end of the stream, at the end of a record; -1:
 * *error says what and at which offset; reading cannot go on then.
 * Parameters and attributes that this library does not know are kept in the
 * extra lists; records of other types are skipped by their length.
 */
int scamper_reader_next(struct scamper_reader *reader,
			struct scamper_object *object,
			struct scamper_error *error);
void scamper_object_clear(struct scamper_object *object);

/* Writes any object as it was read (skipped records: nothing, returns 0). */
int scamper_write_object(struct scamper_writer *writer,
			 const struct scamper_object *object);

#endif
