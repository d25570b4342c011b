/* SPDX-License-Identifier: BSD-3-Clause */
/* What the JSON writers of the record types share. */
#ifndef SCAMPER_JSON_H
#define SCAMPER_JSON_H

#include "writer.h"

void json_put(struct buffer *line, const char *text);
/* With quotes; quotes and control characters inside escaped. */
void json_string(struct buffer *line, const char *text);
/* "key":"ADDRESS" */
void json_addr(struct buffer *line, const char *key,
	       const struct scamper_addr *addr);
/* "key":{"sec":S, "usec":U} */
void json_time(struct buffer *line, const char *key, struct scamper_time time);
/* "key":MS.UUU */
void json_ms(struct buffer *line, const char *key, uint32_t us);

/* , "start":{..} with `ftime` in local time */
void json_start(struct buffer *line, struct scamper_time start);

int json_ping(struct scamper_writer *w, const struct scamper_ping *ping);

#endif
