/* SPDX-License-Identifier: BSD-3-Clause */
/* Definitions of probes of `dealias`: -p, and what becomes of them with the
 * addresses behind the options. */
#ifndef SCAMPER_DEALIAS_DEFS_H
#define SCAMPER_DEALIAS_DEFS_H

#include <scamper/dealias.h>

#include "command.h"

/* Adds the definition that a -p describes; false with *error set. */
bool dealias_define(struct command *command, const char *text,
		    struct scamper_error *error);

/* When all options are known: one definition for each address that is to be
 * probed, in the order of the record. False with *error set. */
bool dealias_targets(struct command *command, uint32_t pid,
		     struct scamper_error *error);

/* Bytes of a probe with no more than it needs: the two of the payload make the
 * checksum what it has to be. */
unsigned int dealias_least_size(const struct scamper_dealias_def *def);

#endif
