/* SPDX-License-Identifier: BSD-3-Clause */
/* Text as printed by sc_warts2text (scamper.md section 8). */
#include "packet.h"
#include "stats.h"
#include "writer.h"

enum { TCP_RST = 0x04, TCP_SYN_ACK = 0x12, UNREACH_FILTERED = 13 };

static void put_unreachable(struct buffer *line, uint8_t code)
{
	static const char letters[] = {'N', 'H', 'P', 0, 'F', 'S', 'N', 'H'};

	if (code == UNREACH_PORT)
		return;
	if (code < sizeof(letters))
		buffer_printf(line, " !%c", letters[code]);
	else if (code == UNREACH_FILTERED || code == 9 || code == 10)
		buffer_printf(line, " !X");
	else
		buffer_printf(line, " !<%u>", code);
}

static void put_hop(struct buffer *line, const struct scamper_hop *hop,
		    const struct scamper_hop *before)
{
	char text[SCAMPER_ADDR_TEXT];

	if (!before || !scamper_addr_equal(&before->addr, &hop->addr))
		buffer_printf(line, "  %s",
			      scamper_addr_text(&hop->addr, text));
	buffer_printf(line, "  %u.%03u ms", (unsigned int)(hop->rtt_us / 1000),
		      (unsigned int)(hop->rtt_us % 1000));
	if (hop->flags & SCAMPER_HOP_UDP)
		return;
	if (hop->flags & SCAMPER_HOP_TCP) {
		if (hop->tcp_flags & TCP_RST)
			buffer_printf(line, " [closed]");
		else if ((hop->tcp_flags & TCP_SYN_ACK) == TCP_SYN_ACK)
			buffer_printf(line, " [open]");
	} else if (hop->icmp_type == ICMP_UNREACH) {
		put_unreachable(line, hop->icmp_code);
	}
}

/* With -Q every probe that was not answered has its star. */
static void put_silent(struct buffer *line, const struct scamper_trace *trace)
{
	bool all = trace->flags & SCAMPER_TRACE_ALL_ATTEMPTS;

	buffer_printf(line, "  *");
	for (unsigned int i = 1; all && i < trace->attempts; i++)
		buffer_printf(line, " *");
}

static void put_ttl(struct buffer *line, const struct scamper_trace *trace,
		    unsigned int ttl)
{
	const struct scamper_hop *before = NULL;

	buffer_printf(line, "%2u", ttl);
	for (uint32_t i = 0; i < trace->hops_used; i++) {
		const struct scamper_hop *hop = trace->hops[i];

		if (hop->probe_ttl != ttl)
			continue;
		put_hop(line, hop, before);
		before = hop;
	}
	if (!before)
		put_silent(line, trace);
	buffer_printf(line, "\n");
}

static int text_trace(struct scamper_writer *w,
		      const struct scamper_trace *trace)
{
	struct buffer *line = &w->line;
	char src[SCAMPER_ADDR_TEXT], dst[SCAMPER_ADDR_TEXT];

	buffer_printf(line, "traceroute from %s to %s\n",
		      scamper_addr_text(&trace->src, src),
		      scamper_addr_text(&trace->dst, dst));
	for (unsigned int ttl = 1; ttl <= trace->hop_count; ttl++)
		put_ttl(line, trace, ttl);
	return writer_flush_line(w);
}

static void put_statistics(struct buffer *line, const struct scamper_ping *ping)
{
	struct ping_stats s = ping_stats(ping);
	unsigned long lost =
		ping->sent > s.answered ? ping->sent - s.answered : 0;

	buffer_printf(line, "%u packets transmitted, %lu packets received, ",
		      ping->sent, (unsigned long)s.answered);
	if (s.duplicates)
		buffer_printf(line, "+%lu duplicates, ",
			      (unsigned long)s.duplicates);
	buffer_printf(line, "%lu%% packet loss\n",
		      ping->sent ? 100 * lost / ping->sent : 0);
	if (s.answered == 0)
		return;
	buffer_printf(line,
		      "round-trip min/avg/max/stddev = %u.%03u/%u.%03u/"
		      "%u.%03u/%u.%03u ms\n",
		      s.min_us / 1000, s.min_us % 1000, s.avg_us / 1000,
		      s.avg_us % 1000, s.max_us / 1000, s.max_us % 1000,
		      s.stddev_us / 1000, s.stddev_us % 1000);
}

static int text_ping(struct scamper_writer *w, const struct scamper_ping *ping)
{
	struct buffer *line = &w->line;
	char src[SCAMPER_ADDR_TEXT], dst[SCAMPER_ADDR_TEXT];

	scamper_addr_text(&ping->dst, dst);
	buffer_printf(line, "ping %s to %s: %u byte packets\n",
		      scamper_addr_text(&ping->src, src), dst, ping->size);
	for (uint32_t i = 0; i < ping->replies_used; i++) {
		const struct scamper_ping_reply *r = ping->replies[i];

		buffer_printf(line,
			      "%u bytes from %s, seq=%u ttl=%u "
			      "time=%u.%03u ms\n",
			      r->reply_size, scamper_addr_text(&r->addr, src),
			      r->probe, r->reply_ttl,
			      (unsigned int)(r->rtt_us / 1000),
			      (unsigned int)(r->rtt_us % 1000));
	}
	buffer_printf(line, "--- %s ping statistics ---\n", dst);
	put_statistics(line, ping);
	return writer_flush_line(w);
}

const struct format_ops text_format = {
	.trace = text_trace,
	.ping = text_ping,
};
