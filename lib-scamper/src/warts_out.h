/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Building warts records (scamper.md section 6): parameter blocks and the
 * address table of a record.
 */
#ifndef SCAMPER_WARTS_OUT_H
#define SCAMPER_WARTS_OUT_H

#include <scamper/result.h>

#include "buffer.h"
#include "warts_field.h"

enum { WARTS_MAGIC = 0x1205, WARTS_HEADER = 8 };

/* A record under construction: header, then blocks. */
struct warts_out {
	struct buffer body;         /* the whole record, header included */
	struct buffer values;       /* of the parameter block being built */
	struct scamper_addr *addrs; /* the record's table */
	uint32_t addrs_used;
	uint8_t flags[FLAG_BYTES];
	unsigned int flag_bytes;
	/* Not yet written: parameters of the block. */
	const struct scamper_extra *extra;
	const struct warts_field *fields;
	const void *structure;
	bool failed; /* no memory, or a block above 65535 bytes */
};

void out_begin(struct warts_out *out, uint16_t type);
/* Fills in the length of the record. 0 or a negative errno. */
int out_end(struct warts_out *out);
void out_free(struct warts_out *out);

/*
 * A parameter block: values follow in rising order of number, each announced
 * by block_has(), then block_end(). The members of a structure that a table
 * names (NULL: none) and the parameters of `extra` are mixed in at their
 * places; block_has() is false for a number that `extra` provides.
 */
void block_begin(struct warts_out *out, const struct warts_field *fields,
		 const void *structure, const struct scamper_extra *extra);
bool block_has(struct warts_out *out, unsigned int number);
void block_end(struct warts_out *out);
/* A number of the table, in the order of the values, that does not apply. */
void block_leave_out(struct warts_out *out, unsigned int number);

void block_put8(struct warts_out *out, unsigned int number, uint8_t value);
void block_put16(struct warts_out *out, unsigned int number, uint16_t value);
void block_put32(struct warts_out *out, unsigned int number, uint32_t value);
/* The numbers of list and cycle in the file; 0: none. */
void block_put_place(struct warts_out *out, uint32_t list, uint32_t cycle);
/* The objects of an ICMP extension; length 0: none. */
void block_put_ext(struct warts_out *out, unsigned int number,
		   const uint8_t *ext, uint16_t len);

/* An address as part of a value that block_has() has announced. */
void block_value_addr(struct warts_out *out, const struct scamper_addr *addr);

/* The hop records of a trace and of its attributes. */
void out_hop(struct warts_out *out, const struct scamper_hop *hop);
/* True when an answer of this type quotes the probe. */
bool warts_hop_quotes(const struct scamper_hop *hop);

void out_trace(struct warts_out *out, const struct scamper_trace *trace,
	       uint32_t list, uint32_t cycle);
void out_ping(struct warts_out *out, const struct scamper_ping *ping,
	      uint32_t list, uint32_t cycle);

#endif
