/* SPDX-License-Identifier: BSD-3-Clause */
/* A back end without a network, for fuzzers. */
#ifndef NOWHERE_H
#define NOWHERE_H

#include <scamper/engine.h>

static inline int send_nowhere(void *backend, const uint8_t *packet, size_t len,
			       const struct scamper_probe *probe,
			       uint64_t *tx_ns)
{
	(void)backend;
	(void)packet;
	(void)len;
	(void)probe;
	*tx_ns = 0;
	return 0;
}

static inline int datalink_nowhere(void *backend, bool fragments)
{
	(void)backend;
	(void)fragments;
	return 0;
}

static inline int source_of_all(void *backend, const struct scamper_addr *dst,
				struct scamper_addr *src)
{
	(void)backend;
	*src = scamper_addr_ipv4(0xac140002);
	if (dst->type == SCAMPER_ADDR_IPV6)
		scamper_addr_parse_any("2001:db8::1", src);
	return 0;
}

#endif
