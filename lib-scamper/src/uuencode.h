/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SCAMPER_UUENCODE_H
#define SCAMPER_UUENCODE_H

#include "buffer.h"

/* The number of bytes that uuencode() adds. */
size_t uuencode_len(size_t len);
/* Lines of up to 45 bytes, then the line that ends them (scamper.md 2). */
void uuencode(struct buffer *out, const uint8_t *data, size_t len);

#endif
