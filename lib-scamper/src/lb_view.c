/* SPDX-License-Identifier: BSD-3-Clause */
#include "lb_view.h"

#include <string.h>

int lb_compare_addr(const struct scamper_addr *a, const struct scamper_addr *b)
{
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
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

			if (lb_compare_addr(addr, after) <= 0 ||
			    (found && lb_compare_addr(addr, next) >= 0))
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
