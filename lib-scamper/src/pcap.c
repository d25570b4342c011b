/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <scamper/pcap.h>
#include <stdlib.h>

#include "buffer.h"

enum {
	MAGIC = (int)0xa1b23c4d, /* nanoseconds; readers take either order */
	MAX_LENGTH = 65535,
	LINK_RAW = 101, /* the IP header comes first */
};

static const uint64_t second = UINT64_C(1000000000);

struct scamper_pcap {
	struct scamper_observer observer; /* first: it is cast back */
	struct scamper_sink sink;
	struct buffer out;
	uint64_t wall_offset;
	int error;
};

static void flush(struct scamper_pcap *pcap)
{
	struct buffer *out = &pcap->out;

	if (!pcap->error && out->failed)
		pcap->error = -ENOMEM;
	if (!pcap->error)
		pcap->error =
			pcap->sink.write(pcap->sink.user, out->data, out->len);
	buffer_reset(out);
}

static void on_event(struct scamper_observer *self,
		     const struct scamper_event *event)
{
	struct scamper_pcap *pcap = (struct scamper_pcap *)self;
	uint64_t wall = event->time_ns + pcap->wall_offset;

	if (event->type == SCAMPER_EVENT_WALL_OFFSET)
		pcap->wall_offset = event->time_ns;
	if (event->type != SCAMPER_EVENT_TAKEN &&
	    (event->type != SCAMPER_EVENT_SEND || event->rc < 0))
		return;
	buffer_put32(&pcap->out, (uint32_t)(wall / second));
	buffer_put32(&pcap->out, (uint32_t)(wall % second));
	buffer_put32(&pcap->out, (uint32_t)event->len);
	buffer_put32(&pcap->out, (uint32_t)event->len);
	buffer_put(&pcap->out, event->packet, event->len);
	flush(pcap);
}

struct scamper_pcap *scamper_pcap_open(struct scamper_sink sink)
{
	struct scamper_pcap *pcap = calloc(1, sizeof(*pcap));

	if (!pcap)
		return NULL;
	pcap->observer.event = on_event;
	pcap->sink = sink;
	buffer_put32(&pcap->out, (uint32_t)MAGIC);
	buffer_put16(&pcap->out, 2); /* version 2.4 */
	buffer_put16(&pcap->out, 4);
	buffer_put32(&pcap->out, 0);
	buffer_put32(&pcap->out, 0);
	buffer_put32(&pcap->out, MAX_LENGTH);
	buffer_put32(&pcap->out, LINK_RAW);
	flush(pcap);
	return pcap;
}

struct scamper_observer *scamper_pcap_observer(struct scamper_pcap *pcap)
{
	return pcap ? &pcap->observer : NULL;
}

int scamper_pcap_close(struct scamper_pcap *pcap)
{
	int error = pcap ? pcap->error : 0;

	if (pcap)
		buffer_free(&pcap->out);
	free(pcap);
	return error;
}
