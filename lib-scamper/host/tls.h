/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef UK_SCAMPER_TLS_H
#define UK_SCAMPER_TLS_H

#include <scamper/server.h>

/* NULL: this program is built without TLS. */
extern const struct scamper_tls *const host_tls;

#endif
