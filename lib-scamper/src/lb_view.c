/* SPDX-License-Identifier: BSD-3-Clause */
#include "lb_view.h"

static uint32_t word(const uint8_t *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

/* The order of Debian's tools: by words of 32 bits, the first byte of a word
 * counting least. */
static int compare(const struct scamper_addr *a, const struct scamper_addr *b)
{
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	for (int i = 0; i < 16; i += 4) {
		uint32_t left = word(a->bytes + i), right = word(b->bytes + i);

		if (left != right)
			return left < right ? -1 : 1;
	}
	return 0;
}

bool lb_next_addr(const struct scamper_lb_set *set,
		  const struct scamper_addr *after, struct scamper_addr *next)
{
	bool found = false;

	for (uint32_t i = 0; i < set->probes_used; i++) {
		const struct scamper_lb_probe *probe = set->probes[i];

		for (uint32_t j = 0; j < probe->replies_used; j++) {
			const struct scamper_addr *addr =
				&probe->replies[j]->addr;

			if (compare(addr, after) <= 0 ||
			    (found && compare(addr, next) >= 0))
				continue;
			*next = *addr;
			found = true;
		}
	}
	return found;
}

bool lb_has_silence(const struct scamper_lb_set *set)
{
	bool answered = true;

	for (uint32_t i = 0; i < set->probes_used; i++) {
		const struct scamper_lb_probe *probe = set->probes[i];

		if (i > 0 && set->probes[i - 1]->flow != probe->flow) {
			if (!answered)
				return true;
			answered = false;
		}
		answered = (i > 0 && answered) || probe->replies_used;
	}
	return !answered;
}
