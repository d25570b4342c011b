/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Compressed files of results, on Linux only: a program that uses this links
 * zlib (-lz).
 */
#ifndef SCAMPER_GZIP_H
#define SCAMPER_GZIP_H

#include <stdio.h>

/*
 * Creates a file for writing; it is compressed (RFC 1952) when its name ends
 * with ".gz". Each fflush() ends a block of the compressed data, so that what
 * was flushed can be read although the program is killed later. NULL with
 * errno.
 */
FILE *scamper_create(const char *path);

#endif
