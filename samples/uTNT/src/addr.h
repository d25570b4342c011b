/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An IPv4 or IPv6 address in 16 bytes. IPv4 addresses are mapped into IPv6
 * (RFC 4291, section 2.5.5.2), so one order and one comparison serve both:
 * IPv4 addresses sort by value, before those of IPv6 in use.
 *
 * A plain value in host byte order; all zero: no address.
 */
#ifndef TNT_ADDR_H
#define TNT_ADDR_H

#include <scamper/addr.h>

struct tnt_addr {
	uint64_t high, low;
};

#define TNT_ADDR_MAPPED 0xffff00000000u
/* Such an address in an IPv6 header is another one: routers of 6PE that have
 * no address of IPv6 answer so (RFC 4798). It is held as ::fffe:a.b.c.d. */
#define TNT_ADDR_MAPPED_ON_WIRE 0xfffe00000000u

static inline struct tnt_addr tnt_addr_ipv4(uint32_t host_order)
{
	return (struct tnt_addr){0, TNT_ADDR_MAPPED | host_order};
}

static inline bool tnt_addr_is_ipv4(struct tnt_addr addr)
{
	return !addr.high && addr.low >> 32 == TNT_ADDR_MAPPED >> 32;
}

/* The number, in host byte order, of an IPv4 address. */
static inline uint32_t tnt_addr_to_ipv4(struct tnt_addr addr)
{
	return (uint32_t)addr.low;
}

static inline bool tnt_addr_equal(struct tnt_addr a, struct tnt_addr b)
{
	return a.high == b.high && a.low == b.low;
}

/* No address, or the one that means "this host": nothing to probe. */
static inline bool tnt_addr_is_none(struct tnt_addr addr)
{
	return !addr.high && (!addr.low || addr.low == TNT_ADDR_MAPPED);
}

/* Less than, equal to or greater than 0, like memcmp(). */
int tnt_addr_compare(struct tnt_addr a, struct tnt_addr b);

/* From and to the form of results; other types: none. */
struct tnt_addr tnt_addr_of(const struct scamper_addr *addr);
struct scamper_addr tnt_addr_to(struct tnt_addr addr);

/* Reads a dotted quad or an IPv6 address; false: it is neither. */
bool tnt_addr_parse(const char *text, struct tnt_addr *addr);

/* Writes the text form into `text` and returns it. */
char *tnt_addr_text(struct tnt_addr addr, char text[SCAMPER_ADDR_TEXT]);

#endif
