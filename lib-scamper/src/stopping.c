/* SPDX-License-Identifier: BSD-3-Clause */
#include "stopping.h"

enum { MOST = 255 }; /* branches; beyond, as for that many */

/*
 * Probes are thrown at `branches` urns; seen[k] is the probability that
 * exactly k of them were hit so far. The first number of probes after which
 * one is left empty with at most the allowed probability is the answer.
 */
unsigned int stopping_point(unsigned int percent, unsigned int interfaces)
{
	unsigned int known = interfaces ? interfaces : 1;
	unsigned int branches = known < MOST ? known + 1 : MOST;
	double allowed = 1 - percent / 100.0, seen[MOST + 1] = {0};
	unsigned int probes = 0;

	seen[0] = 1;
	while (1 - seen[branches] > allowed) {
		for (unsigned int k = branches; k > 0; k--)
			seen[k] = seen[k] * k / branches +
				  seen[k - 1] * (branches - k + 1) / branches;
		seen[0] = 0;
		probes++;
	}
	return probes;
}
