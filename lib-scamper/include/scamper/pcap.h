/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A capture of a run: every probe that was sent and every packet that a
 * running task was given (SCAMPER_EVENT_TAKEN), whether or not the task had
 * use for it. Classic pcap with nanoseconds, link type RAW, wall time.
 */
#ifndef SCAMPER_PCAP_H
#define SCAMPER_PCAP_H

#include <scamper/observe.h>
#include <scamper/record.h>

struct scamper_pcap;

/* Each packet is one call of the sink, as is the file's header, at once. NULL:
 * no memory. */
struct scamper_pcap *scamper_pcap_open(struct scamper_sink sink);
/* For struct scamper_engine_options. */
struct scamper_observer *scamper_pcap_observer(struct scamper_pcap *pcap);
/* Frees it. 0, or the negative errno of the first write that failed; after
 * it nothing was written. NULL is allowed. */
int scamper_pcap_close(struct scamper_pcap *pcap);

#endif
