/* SPDX-License-Identifier: BSD-3-Clause */
/* Building the result model of dealias. What is added is zero and belongs to
 * what it is added to; NULL: no memory, nothing changed. */
#ifndef SCAMPER_RESULT_DEALIAS_H
#define SCAMPER_RESULT_DEALIAS_H

#include <scamper/dealias.h>

struct scamper_dealias_def *dealias_add_def(struct scamper_dealias *dealias);
struct scamper_dealias_probe *dealias_add_probe(struct scamper_dealias *dealias);
struct scamper_dealias_reply *dealias_add_reply(
	struct scamper_dealias_probe *probe);
/* Forgets the definitions from the index on: they were not used. */
void dealias_drop_defs(struct scamper_dealias *dealias, uint32_t from);

/* PROTO_ICMP, PROTO_UDP or PROTO_TCP of a definition's probes. */
uint8_t dealias_proto(const struct scamper_dealias_def *def);

/* Length of the longest IPv4 prefix in which both can be the addresses of hosts:
 * all of a /31 (RFC 3021), of others neither the first nor the last. */
unsigned int dealias_link_prefix(const struct scamper_addr *a,
				 const struct scamper_addr *b);

#endif
