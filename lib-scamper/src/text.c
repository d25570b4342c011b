/* SPDX-License-Identifier: BSD-3-Clause */
/* Text as printed by sc_warts2text (scamper.md section 8). */
#include <string.h>

#include "packet.h"
#include "stats.h"
#include "trace.h"
#include "writer.h"

enum {
	TCP_SYN_ACK = TCP_SYN | TCP_ACK,
	TCP_ECE = 0x40,
};

/* " !X", or the numbers of what has no letter. */
static void put_letter(struct buffer *line, const char *letters, uint8_t type,
		       uint8_t code, bool unreachable)
{
	if (!unreachable)
		buffer_printf(line, " !<%u,%u>", type, code);
	else if (code < strlen(letters) && letters[code] != ' ')
		buffer_printf(line, " !%c", letters[code]);
	else
		buffer_printf(line, " !<%u>", code);
}

/* What an ICMP message says beside "time exceeded" and "here I am". */
static void put_icmp(struct buffer *line, const struct scamper_hop *hop)
{
	uint8_t type = hop->icmp_type, code = hop->icmp_code;

	switch (trace_answer(hop)) {
	case ANSWER_EXPIRED:
	case ANSWER_ECHO:
	case ANSWER_NO_PORT:
		return;
	case ANSWER_TOO_BIG:
		buffer_printf(line, " !F");
		return;
	default:
		break;
	}
	if (hop->addr.type == SCAMPER_ADDR_IPV6)
		put_letter(line, "NPSA", type, code, type == ICMP6_UNREACH);
	else
		put_letter(line, "NHP  S       X", type, code,
			   type == ICMP_UNREACH);
}

static bool is_open(uint8_t flags)
{
	return (flags & TCP_SYN_ACK) == TCP_SYN_ACK;
}

static void put_tcp(struct buffer *line, uint8_t flags)
{
	static const struct {
		uint8_t bit;
		char name[4];
	} names[] = {{0x02, "SYN"}, {0x10, "ACK"}, {0x08, "PSH"}, {0x01, "FIN"},
		     {0x20, "URG"}, {0x80, "CWR"}, {0x40, "ECE"}};

	if (flags & TCP_RST) {
		buffer_printf(line, " [closed]");
	} else if (is_open(flags)) {
		buffer_printf(line,
			      flags & TCP_ECE ? " [open, ecn]" : " [open]");
	} else {
		buffer_printf(line, " [unknown,");
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (flags & names[i].bit)
				buffer_printf(line, " %s", names[i].name);
		buffer_printf(line, flags ? "]" : " no flags]");
	}
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
	if (hop->flags & SCAMPER_HOP_TCP)
		put_tcp(line, hop->tcp_flags);
	else
		put_icmp(line, hop);
}

/* With -Q every probe that was not answered has its star. */
static void put_silent(struct buffer *line, const struct scamper_trace *trace)
{
	bool all = trace->flags & SCAMPER_TRACE_ALL_ATTEMPTS;

	buffer_printf(line, "  *");
	for (unsigned int i = 1; all && i < trace->attempts; i++)
		buffer_printf(line, " *");
}

struct path_mtu {
	uint16_t value;
	bool searched;
};

/* The MTU on the way to this hop; behind one that said less it is less. A
 * star marks an MTU that was searched, not said. */
static void put_mtu(struct buffer *line, const struct scamper_pmtud *pmtud,
		    const struct scamper_hop *hop, struct path_mtu *mtu)
{
	buffer_printf(line, " [%smtu: %u]", mtu->searched ? "*" : "",
		      mtu->value);
	for (uint32_t i = 0; i < pmtud->notes_used; i++) {
		const struct scamper_pmtud_note *note = &pmtud->notes[i];

		if (note->hop < pmtud->hops_used &&
		    scamper_addr_equal(&pmtud->hops[note->hop]->addr,
				       &hop->addr))
			*mtu = (struct path_mtu){
				note->mtu, note->type == SCAMPER_PMTUD_SILENT};
	}
}

static void put_ttl(struct buffer *line, const struct scamper_trace *trace,
		    unsigned int ttl, struct path_mtu *mtu)
{
	const struct scamper_hop *before = NULL;

	buffer_printf(line, "%2u", ttl);
	for (uint32_t i = 0; i < trace->hops_used; i++) {
		const struct scamper_hop *hop = trace->hops[i];

		if (hop->probe_ttl != ttl)
			continue;
		put_hop(line, hop, before);
		if (trace->pmtud && trace->pmtud->path_mtu)
			put_mtu(line, trace->pmtud, hop, mtu);
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
	char text[SCAMPER_ADDR_TEXT];
	struct path_mtu mtu = {0};

	buffer_printf(line, "traceroute");
	if (trace->src.type != SCAMPER_ADDR_NONE)
		buffer_printf(line, " from %s",
			      scamper_addr_text(&trace->src, text));
	buffer_printf(line, " to %s", scamper_addr_text(&trace->dst, text));
	if (trace->router.type != SCAMPER_ADDR_NONE)
		buffer_printf(line, " via %s",
			      scamper_addr_text(&trace->router, text));
	buffer_printf(line, "\n");
	if (trace->pmtud)
		mtu.value = trace->pmtud->if_mtu;
	/* A hop count of a file may be beyond what a TTL can be. */
	for (unsigned int ttl = 1; ttl <= trace->hop_count && ttl <= UINT8_MAX;
	     ttl++)
		put_ttl(line, trace, ttl, &mtu);
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

static void put_day_time(struct buffer *line, const char *name, uint32_t ms)
{
	unsigned int day = (unsigned int)ms;

	buffer_printf(line, " %s=%02u:%02u:%02u.%03u", name, day / 3600000,
		      day / 60000 % 60, day / 1000 % 60, day % 1000);
}

static void put_ip_options(struct buffer *line,
			   const struct scamper_ip_options *options)
{
	char text[SCAMPER_ADDR_TEXT];

	for (unsigned int i = 0; i < options->route_used; i++)
		buffer_printf(line, " %s %s\n", i ? "   " : "RR:",
			      scamper_addr_text(&options->route[i], text));
	for (unsigned int i = 0; i < options->times_used; i++) {
		buffer_printf(line, " %s ", i ? "   " : "TS:");
		if (i < options->time_addrs_used)
			buffer_printf(line, "%-15s ",
				      scamper_addr_text(&options->time_addrs[i],
							text));
		buffer_printf(line, "%d\n", (int)options->times[i]);
	}
}

static void put_reply(struct buffer *line, const struct scamper_ping_reply *r)
{
	char text[SCAMPER_ADDR_TEXT];

	buffer_printf(line, "%u bytes from %s, seq=%u", r->reply_size,
		      scamper_addr_text(&r->addr, text), r->probe);
	/* What stands behind other flags is sc_warts2text's. */
	if (r->proto == PROTO_TCP && (r->tcp_flags & TCP_RST))
		buffer_printf(line, " tcp=closed");
	else if (r->proto == PROTO_TCP && is_open(r->tcp_flags))
		buffer_printf(line, r->tcp_flags & TCP_ECE ? " tcp=open,ecn"
							   : " tcp=open");
	else if (r->proto == PROTO_TCP)
		buffer_printf(line, " tcp=%x02x", r->tcp_flags);
	buffer_printf(line, " ttl=%u time=%u.%03u ms", r->reply_ttl,
		      (unsigned int)(r->rtt_us / 1000),
		      (unsigned int)(r->rtt_us % 1000));
	if (r->have_icmp_times) {
		put_day_time(line, "tso", r->icmp_times[0]);
		put_day_time(line, "tsr", r->icmp_times[1]);
		put_day_time(line, "tst", r->icmp_times[2]);
	}
	buffer_printf(line, "\n");
	if (r->ip_options)
		put_ip_options(line, r->ip_options);
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

		put_reply(line, r);
	}
	buffer_printf(line, "--- %s ping statistics ---\n", dst);
	put_statistics(line, ping);
	return writer_flush_line(w);
}

const struct format_ops text_format = {
	.trace = text_trace,
	.ping = text_ping,
};
