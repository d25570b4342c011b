/* SPDX-License-Identifier: BSD-3-Clause */
/* Parameters of warts records, the same for who reads and who writes them. */
#ifndef SCAMPER_WARTS_FIELD_H
#define SCAMPER_WARTS_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FLAG_BYTES = 256 }; /* of a parameter block; more are damage */

/*
 * Parameters that are members of a structure. A table of them is shorter than
 * a call for each, in the image and for a machine that translates code.
 */
enum field_kind {
	FIELD_8,
	FIELD_LOW_8, /* in a member of 16 bits */
	FIELD_16,
	FIELD_ICMP, /* type, and code in the member behind it */
	FIELD_32,
	FIELD_TIME,
	FIELD_ADDR,
	FIELD_ROUTER, /* alone, without a number in the record */
	FIELD_TEXT,
};

struct warts_field {
	uint8_t number; /* 0 ends a table */
	uint8_t kind;   /* enum field_kind */
	bool if_set;    /* left out when 0, NONE, NULL or of second 0 */
	uint16_t at;    /* offset in the structure */
};

#define FIELD(number, kind, type, member)                                      \
	{                                                                      \
		number, FIELD_##kind, false, offsetof(struct type, member)     \
	}
#define FIELD_IF_SET(number, kind, type, member)                               \
	{                                                                      \
		number, FIELD_##kind, true, offsetof(struct type, member)      \
	}

/* In rising order of number; ended by 0. */
extern const struct warts_field warts_list_fields[];
extern const struct warts_field warts_cycle_fields[];
extern const struct warts_field warts_hop_fields[];
extern const struct warts_field warts_trace_fields[];
extern const struct warts_field warts_pmtud_fields[];
extern const struct warts_field warts_pmtud_note_fields[];
extern const struct warts_field warts_doubletree_fields[];
extern const struct warts_field warts_ping_fields[];
extern const struct warts_field warts_ping_reply_fields[];
extern const struct warts_field warts_tracelb_fields[];
extern const struct warts_field warts_lb_node_fields[];
extern const struct warts_field warts_lb_probe_fields[];
extern const struct warts_field warts_lb_reply_fields[];
extern const struct warts_field warts_dealias_fields[];
extern const struct warts_field warts_dealias_def_fields[];
extern const struct warts_field warts_dealias_probe_fields[];
extern const struct warts_field warts_dealias_reply_fields[];
/* Of an enum scamper_dealias_method; an empty table for another one. */
const struct warts_field *warts_dealias_method_fields(uint8_t method);

#endif
