/* SPDX-License-Identifier: BSD-3-Clause */
/* What the text and JSON writers see in a set of probes of tracelb. */
#ifndef SCAMPER_LB_VIEW_H
#define SCAMPER_LB_VIEW_H

#include <scamper/tracelb.h>

/* The next larger address that answered probes of a set; `after` NONE: the
 * smallest. False: there is none. */
bool lb_next_addr(const struct scamper_lb_set *set,
		  const struct scamper_addr *after, struct scamper_addr *next);

/* True when some flow of the set got no answer: probes of one flow that
 * stand together are attempts, one of which was to be answered. */
bool lb_has_silence(const struct scamper_lb_set *set);

#endif
