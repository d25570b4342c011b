/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Coded errors of lib-scamper (family UK5xxx, docs/errors/scamper.md).
 */
#ifndef SCAMPER_ERROR_H
#define SCAMPER_ERROR_H

/*
 * An error as shown to a person. `code` is the number after "UK", 0 when
 * nothing failed; `text` is the whole line "UKnnnn: cause. Remedy." without
 * line feed, always NUL-terminated. The caller owns the struct; functions
 * that take one accept NULL when the caller does not want the text.
 */
struct scamper_error {
	unsigned int code;
	char text[192];
};

#endif
