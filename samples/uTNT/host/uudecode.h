/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TNT_UUDECODE_H
#define TNT_UUDECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UU_LINE_MAX 63 /* bytes that a line can hold */

/*
 * Decodes one line of uuencoded data, without its LF. *used: bytes put into
 * `out`. False: the line is no such data.
 */
bool uu_decode_line(const char *line, uint8_t out[UU_LINE_MAX], size_t *used);

#endif
