/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Taking warts records apart. The bytes are not to be trusted: every read is
 * checked against the end of what it is part of, and the first thing that
 * does not fit marks the record as broken.
 */
#ifndef SCAMPER_WARTS_IN_H
#define SCAMPER_WARTS_IN_H

#include <scamper/record.h>

#include "warts_field.h"

/* What has gone wrong with a record, in order of first come. */
enum in_fault {
	FAULT_NONE,
	FAULT_SHORT,     /* a value goes beyond its block or record */
	FAULT_REFERENCE, /* an address, list or cycle that is not there */
	FAULT_MEMORY,
};

/* A record being read. */
struct warts_in {
	const uint8_t *start;
	const uint8_t *p;
	const uint8_t *end; /* of the record or of the current block */
	enum in_fault fault;
	const uint8_t *fault_at;
	struct scamper_addr *addrs;
	uint32_t addrs_used;
	bool tnt2018; /* hop parameters 20..25 are TNT's */
};

void in_begin(struct warts_in *in, const uint8_t *data, size_t len);
void in_free(struct warts_in *in);
/* Notes a fault at the current place, unless there is one already. */
void in_fail(struct warts_in *in, enum in_fault fault);

/* Values; 0 or nothing after a fault. */
const uint8_t *in_bytes(struct warts_in *in, size_t len);
uint8_t in8(struct warts_in *in);
uint16_t in16(struct warts_in *in);
uint32_t in32(struct warts_in *in);
struct scamper_time in_time(struct warts_in *in);
struct scamper_addr in_addr(struct warts_in *in);
/* The address of a router (-r), which gets no number in the record. */
struct scamper_addr in_router(struct warts_in *in);
/* A copy of a string for the caller to free; NULL after a fault. */
char *in_text(struct warts_in *in);
/*
 * The objects of an ICMP extension, into memory for the caller to free in
 * place of what *ext held; unchanged when there are none, or after a fault.
 * They are checked when they are looked at, scamper_icmpext_next().
 */
void in_ext(struct warts_in *in, uint8_t **ext, uint16_t *ext_len);

/* Reads a parameter into the member of a structure that a table names for its
 * number; false: it names none. A text that is there already is freed. */
bool in_field(struct warts_in *in, unsigned int number,
	      const struct warts_field *fields, void *structure);

/*
 * Reads a parameter block: `take` is called for each parameter that is
 * present, in order, and returns false for a number it does not know; that
 * value and all behind it go to *extra.
 */
void in_block(struct warts_in *in,
	      bool (*take)(struct warts_in *in, unsigned int number,
			   void *object),
	      void *object, struct scamper_extra **extra);

/* Parameters 1 and 2 of a result: its list and its cycle, given by their
 * number in the file. A reference is added. */
void in_place(struct scamper_reader *reader, struct warts_in *in,
	      unsigned int number, struct scamper_list **list,
	      struct scamper_cycle **cycle);

/* NULL after a fault. */
struct scamper_trace *in_trace(struct scamper_reader *reader,
			       struct warts_in *in);
/* A count and that many hop records, appended to an array of hops. */
void in_hops(struct warts_in *in, struct scamper_hop ***hops, uint32_t *used);
/* The attributes of a trace up to their end mark. */
void in_attrs(struct warts_in *in, struct scamper_trace *trace);
struct scamper_ping *in_ping(struct scamper_reader *reader,
			     struct warts_in *in);

#endif
