/* SPDX-License-Identifier: BSD-3-Clause */
#include "control_where.h"

#include <stdint.h>
#include <string.h>

#include "control_state.h"

bool where_parse(const char *text, const char *host, struct where *where)
{
	const char *colon = strrchr(text, ':');
	const char *port = colon ? colon + 1 : text;
	size_t len = colon ? (size_t)(colon - text) : 0;
	uint32_t number;

	if (!parse_u32(port, &number) || number == 0 || number > UINT16_MAX ||
	    strlen(port) >= sizeof(where->port))
		return false;
	strcpy(where->port, port);
	if (colon) {
		host = text;
		if (len >= 2 && text[0] == '[' && text[len - 1] == ']') {
			host++;
			len -= 2;
		}
	} else if (host) {
		len = strlen(host);
	}
	if (!host || len == 0 || len >= sizeof(where->host))
		return false;
	memcpy(where->host, host, len);
	where->host[len] = '\0';
	return true;
}
