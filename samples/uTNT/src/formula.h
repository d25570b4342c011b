/* SPDX-License-Identifier: BSD-3-Clause */
/* The formulas on reply TTLs: tnt.md section 3. */
#ifndef TNT_FORMULA_H
#define TNT_FORMULA_H

#include <stddef.h>

#include "hop.h"

/* The initial TTL a reply of TTL `ttl` was sent with: 255, 128, 64 or 32. */
int tnt_initial_ttl(int ttl);

/* Hops a reply of TTL `ttl` has travelled, its sender included. */
int tnt_return_length(int ttl);

/* Return path of the TE less the forward path. */
int tnt_frpla(const struct tnt_hop *hop);

/* Return path of the TE less that of the ER, signature <255, not 255> only. */
int tnt_rtla(const struct tnt_hop *hop);

/* Return path of the TE less that of the ER, any signature; 0 without ER. */
int tnt_uturn(const struct tnt_hop *hop);

/* Signature <255,64>: Junos. */
bool tnt_is_255_64(const struct tnt_hop *hop);

/* The most frequent of `count` reply TTLs, the highest at a tie; 0: none. */
uint8_t tnt_er_ttl(const uint8_t *ttls, size_t count);

/* True for the address blocks that cannot be a router of the Internet: the
 * special-purpose blocks of IANA (docs/tnt.md, "Reserved addresses"). */
bool tnt_in_reserved_block(struct tnt_addr addr);

#endif
