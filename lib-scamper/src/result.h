/* SPDX-License-Identifier: BSD-3-Clause */
/* Parts of the result model that only the library uses. */
#ifndef SCAMPER_SRC_RESULT_H
#define SCAMPER_SRC_RESULT_H

#include <scamper/result.h>

/* Makes room for one more item in an array that holds `used` of them. */
int scamper_array_grow(void **array, uint32_t used, size_t item);

/* Appends to one of the hop arrays of a trace. */
int scamper_hops_append(struct scamper_hop ***hops, uint32_t *used,
			struct scamper_hop *hop);

void scamper_extra_free(struct scamper_extra *extra);
/* Moves last-ditch hops, path MTU and doubletree from one to the other. */
void scamper_trace_take_attrs(struct scamper_trace *to,
			      struct scamper_trace *from);
void scamper_pmtud_free(struct scamper_pmtud *pmtud);
void scamper_doubletree_free(struct scamper_doubletree *doubletree);

/* Appends a reply; the ping owns it from then on. */
int scamper_ping_append(struct scamper_ping *ping,
			struct scamper_ping_reply *reply);
void scamper_ping_reply_free(struct scamper_ping_reply *reply);

#endif
