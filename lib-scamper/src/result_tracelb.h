/* SPDX-License-Identifier: BSD-3-Clause */
/* Building the result model of tracelb. What is added belongs to what it is
 * added to; NULL or -1: no memory, nothing changed. */
#ifndef SCAMPER_RESULT_TRACELB_H
#define SCAMPER_RESULT_TRACELB_H

#include <scamper/tracelb.h>

struct scamper_lb_node *lb_add_node(struct scamper_tracelb *tracelb);
struct scamper_lb_link *lb_add_link(struct scamper_tracelb *tracelb);
struct scamper_lb_set *lb_add_set(struct scamper_lb_link *link);
/* Takes the probe over. */
int lb_append_probe(struct scamper_lb_set *set, struct scamper_lb_probe *probe);
struct scamper_lb_reply *lb_add_reply(struct scamper_lb_probe *probe);

void lb_probe_free(struct scamper_lb_probe *probe);
void lb_link_free(struct scamper_lb_link *link);

#endif
