/* SPDX-License-Identifier: BSD-3-Clause */
/* Parameters of warts records, the same for who reads and who writes them. */
#ifndef SCAMPER_WARTS_FIELD_H
#define SCAMPER_WARTS_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Parameters that are members of a structure. A table of them is shorter than
 * a call for each, in the image and for a machine that translates code.
 */
enum field_kind {
	FIELD_8,
	FIELD_16,
	FIELD_32,
	FIELD_TIME,
	FIELD_ADDR,
	FIELD_ROUTER, /* alone, without a number in the record */
	FIELD_TEXT,
};

struct warts_field {
	uint8_t number; /* 0 ends a table */
	uint8_t kind;   /* enum field_kind */
	bool if_set;    /* not written when 0, NONE, NULL or of second 0 */
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
extern const struct warts_field warts_hop_start[];
extern const struct warts_field warts_hop_sizes[];
extern const struct warts_field warts_hop_end[];
extern const struct warts_field warts_trace_start[];
extern const struct warts_field warts_trace_end[];
extern const struct warts_field warts_ping_start[];
extern const struct warts_field warts_ping_middle[];
extern const struct warts_field warts_ping_end[];

#endif
