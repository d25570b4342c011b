/* SPDX-License-Identifier: BSD-3-Clause */
/* All of lib-scamper's public interface. */
#ifndef SCAMPER_SCAMPER_H
#define SCAMPER_SCAMPER_H

#include <scamper/addr.h>
#include <scamper/control.h>
#include <scamper/engine.h>
#include <scamper/error.h>
#include <scamper/posix.h>
#include <scamper/record.h>
#include <scamper/pcap.h>
#include <scamper/tape.h>
#include <scamper/result.h>
#include <scamper/server.h>

#endif
