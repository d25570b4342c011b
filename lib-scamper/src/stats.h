/* SPDX-License-Identifier: BSD-3-Clause */
/* What the JSON and text writers say about the replies of a ping. */
#ifndef SCAMPER_STATS_H
#define SCAMPER_STATS_H

#include <scamper/result.h>

struct ping_stats {
	uint32_t answered;   /* probes with a reply */
	uint32_t duplicates; /* further replies */
	/* Over all replies, in microseconds, fractions cut. */
	uint32_t min_us;
	uint32_t max_us;
	uint32_t avg_us;
	uint32_t stddev_us;
};

struct ping_stats ping_stats(const struct scamper_ping *ping);

/* Lost probes in hundredths, rounded as printf rounds a tie: to even. */
unsigned int ping_loss_rounded(uint32_t sent, uint32_t answered);

#endif
