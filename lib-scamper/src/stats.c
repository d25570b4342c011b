/* SPDX-License-Identifier: BSD-3-Clause */
#include "stats.h"

static uint32_t square_root(uint64_t value)
{
	uint64_t root = 0;

	for (uint64_t bit = UINT64_C(1) << 31; bit; bit >>= 1)
		if ((root + bit) * (root + bit) <= value)
			root += bit;
	return (uint32_t)root;
}

/* Mean of the squared distances; sums in 64 bits cannot overflow before the
 * division: the distance is below 2^32 and there are at most 65535. */
static uint64_t variance(const struct scamper_ping *ping, uint32_t avg)
{
	uint64_t whole = 0, rest = 0;

	for (uint32_t i = 0; i < ping->replies_used; i++) {
		uint32_t us = ping->replies[i]->rtt_us;
		uint64_t apart = us > avg ? us - avg : avg - us;
		uint64_t square = apart * apart;

		whole += square / ping->replies_used;
		rest += square % ping->replies_used;
	}
	return whole + rest / ping->replies_used;
}

struct ping_stats ping_stats(const struct scamper_ping *ping)
{
	struct ping_stats stats = {.min_us = UINT32_MAX};
	uint64_t sum = 0;

	if (ping->replies_used == 0)
		return (struct ping_stats){0};
	for (uint32_t i = 0; i < ping->replies_used; i++) {
		const struct scamper_ping_reply *reply = ping->replies[i];

		/* Replies are ordered by probe. */
		if (i == 0 || ping->replies[i - 1]->probe != reply->probe)
			stats.answered++;
		else
			stats.duplicates++;
		sum += reply->rtt_us;
		if (stats.min_us > reply->rtt_us)
			stats.min_us = reply->rtt_us;
		if (stats.max_us < reply->rtt_us)
			stats.max_us = reply->rtt_us;
	}
	stats.avg_us = (uint32_t)(sum / ping->replies_used);
	stats.stddev_us = square_root(variance(ping, stats.avg_us));
	return stats;
}

unsigned int ping_loss_rounded(uint32_t sent, uint32_t answered)
{
	uint64_t lost = sent > answered ? sent - answered : 0;
	unsigned int whole;
	uint64_t rest;

	if (sent == 0)
		return 0;
	whole = (unsigned int)(100 * lost / sent);
	rest = 100 * lost % sent * 2;
	return rest > sent || (rest == sent && whole % 2) ? whole + 1 : whole;
}
