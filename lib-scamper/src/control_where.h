/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SCAMPER_CONTROL_WHERE_H
#define SCAMPER_CONTROL_WHERE_H

#include <stdbool.h>

struct where {
	char host[256];
	char port[6];
};

/* Takes apart "PORT" (of `host`; NULL: not allowed), "HOST:PORT" and
 * "[HOST]:PORT"; the port is 1..65535. */
bool where_parse(const char *text, const char *host, struct where *where);

#endif
