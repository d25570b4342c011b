/* SPDX-License-Identifier: BSD-3-Clause */
#include "order.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Merges two sorted halves of `from` into `to`. */
static void merge(uint32_t *to, const uint32_t *from, uint32_t middle,
		  uint32_t count, const void *items,
		  uint32_t (*key)(const void *items, uint32_t index))
{
	uint32_t left = 0, right = middle;

	for (uint32_t i = 0; i < count; i++) {
		bool take = right == count ||
			    (left < middle &&
			     key(items, from[left]) <= key(items, from[right]));

		to[i] = from[take ? left++ : right++];
	}
}

uint32_t *order_by(const void *items, uint32_t count,
		   uint32_t (*key)(const void *items, uint32_t index))
{
	uint32_t *order = malloc(2 * ((size_t)count + 1) * sizeof(*order));
	uint32_t *other = order ? order + count : NULL;

	if (!order)
		return NULL;
	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	for (uint32_t run = 1; run < count; run *= 2) {
		for (uint32_t at = 0; at < count; at += 2 * run) {
			uint32_t rest = count - at;
			uint32_t len = rest < 2 * run ? rest : 2 * run;

			merge(other + at, order + at, len < run ? len : run,
			      len, items, key);
		}
		memcpy(order, other, count * sizeof(*order));
	}
	return order;
}
