/* SPDX-License-Identifier: BSD-3-Clause */
/* Record route and time stamp options of IPv4 (RFC 791 section 3.1). */
#ifndef SCAMPER_SRC_IP_OPTIONS_H
#define SCAMPER_SRC_IP_OPTIONS_H

#include <scamper/result.h>

#include "packet.h"

/* The option that a ping asks for, padded to a multiple of 4 bytes; its
 * length, 0: none. `out` has room for OPTIONS_MAX bytes. */
uint8_t ip_options_build(const struct scamper_ping *ping, uint8_t *out);

/* What routers wrote into the options of a reply. False: nothing there. */
bool ip_options_parse(const uint8_t *options, size_t len,
		      struct scamper_ip_options *out);

#endif
