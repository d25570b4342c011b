/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Addresses as warts knows them: a type and up to 16 bytes.
 */
#ifndef SCAMPER_ADDR_H
#define SCAMPER_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum scamper_addr_type {
	SCAMPER_ADDR_NONE = 0,
	SCAMPER_ADDR_IPV4 = 1,
	SCAMPER_ADDR_IPV6 = 2,
	SCAMPER_ADDR_ETHERNET = 3,
	SCAMPER_ADDR_FIREWIRE = 4,
};

/* Room for the longest text form, its NUL included. */
#define SCAMPER_ADDR_TEXT 64

/*
 * A value type: copy it freely. `bytes` is in network order, the rest of it
 * is zero; `type` NONE means "no address" and then `len` is 0.
 */
struct scamper_addr {
	uint8_t type;
	uint8_t len;
	uint8_t bytes[16];
};

/* An IPv4 address from a number in host byte order. */
struct scamper_addr scamper_addr_ipv4(uint32_t host_order);

/* The number, in host byte order, of an IPv4 address; 0 for other types. */
uint32_t scamper_addr_to_ipv4(const struct scamper_addr *addr);

/* True when type and bytes are the same. */
bool scamper_addr_equal(const struct scamper_addr *a,
			const struct scamper_addr *b);

/* Reads a dotted quad (exactly four decimal parts). False if it is none. */
bool scamper_addr_parse(const char *text, struct scamper_addr *addr);

/* Reads an IPv4 address as above or an IPv6 address (RFC 4291 section 2.2). */
bool scamper_addr_parse_any(const char *text, struct scamper_addr *addr);

/*
 * Writes the text form, NUL-terminated, into `text`. Types without a usual
 * form are written as hexadecimal bytes joined by colons. Returns `text`.
 */
char *scamper_addr_text(const struct scamper_addr *addr,
			char text[SCAMPER_ADDR_TEXT]);

#endif
