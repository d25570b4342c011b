/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SCAMPER_ORDER_H
#define SCAMPER_ORDER_H

#include <stdint.h>

/*
 * The positions of `count` items by rising key, equal keys as they stand; for
 * the caller to free. NULL: no memory (never for a count of 0).
 */
uint32_t *order_by(const void *items, uint32_t count,
		   uint32_t (*key)(const void *items, uint32_t index));

#endif
