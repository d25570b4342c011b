/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * JSON lines with the keys, their order and the spacing of sc_warts2json
 * (scamper.md section 8), so that both can be compared byte by byte.
 */
#define _POSIX_C_SOURCE 200809L /* localtime_r() */
#include <string.h>
#include <time.h>

#include "packet.h"
#include "stats.h"
#include "writer.h"

enum { MPLS_CLASS = 1, LSE_BYTES = 4 };

static void put(struct buffer *line, const char *text)
{
	buffer_put(line, text, strlen(text));
}

static void put_string(struct buffer *line, const char *text)
{
	put(line, "\"");
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			buffer_printf(line, "\\%c", c);
		else if (c < 0x20)
			buffer_printf(line, "\\u%04x", c);
		else
			buffer_put8(line, c);
	}
	put(line, "\"");
}

static void put_addr(struct buffer *line, const char *key,
		     const struct scamper_addr *addr)
{
	char text[SCAMPER_ADDR_TEXT];

	buffer_printf(line, "\"%s\":\"%s\"", key,
		      scamper_addr_text(addr, text));
}

static void put_ms(struct buffer *line, const char *key, uint32_t us)
{
	buffer_printf(line, "\"%s\":%u.%03u", key, (unsigned int)(us / 1000),
		      (unsigned int)(us % 1000));
}

static int cycle_line(struct scamper_writer *w,
		      const struct scamper_cycle *cycle, const char *type,
		      const char *key, uint32_t sec)
{
	struct buffer *line = &w->line;

	buffer_printf(line, "{\"type\":\"%s\", \"list_name\":", type);
	put_string(line, cycle->list ? cycle->list->name : "");
	buffer_printf(line, ", \"id\":%lu", (unsigned long)cycle->id);
	if (cycle->hostname) {
		put(line, ", \"hostname\":");
		put_string(line, cycle->hostname);
	}
	buffer_printf(line, ", \"%s\":%lu}\n", key, (unsigned long)sec);
	return writer_flush_line(w);
}

static int json_cycle_start(struct scamper_writer *w,
			    struct scamper_cycle *cycle)
{
	return cycle_line(w, cycle, "cycle-start", "start_time",
			  cycle->start_sec);
}

static int json_cycle_stop(struct scamper_writer *w,
			   struct scamper_cycle *cycle)
{
	return cycle_line(w, cycle, "cycle-stop", "stop_time", cycle->stop_sec);
}

static const char *trace_method(uint8_t type)
{
	if (type == SCAMPER_TRACE_ICMP)
		return "icmp-echo";
	if (type == SCAMPER_TRACE_ICMP_PARIS)
		return "icmp-echo-paris";
	return scamper_trace_method_name(type);
}

/* `ftime` is local time. */
static void put_start(struct buffer *line, struct scamper_time start)
{
	time_t sec = (time_t)start.sec;
	struct tm tm;
	char text[32];

	text[0] = '\0';
	if (localtime_r(&sec, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
	buffer_printf(line,
		      ", \"start\":{\"sec\":%lu, \"usec\":%lu, "
		      "\"ftime\":\"%s\"}",
		      (unsigned long)start.sec, (unsigned long)start.usec,
		      text);
}

static void put_labels(struct buffer *line, const struct scamper_icmpext *ext)
{
	struct scamper_hop one = {0};
	struct scamper_lse lse;
	unsigned int i = 0;

	/* The object alone, its header included, as a hop's extensions. */
	one.ext_len = (uint16_t)(ext->len + 4);
	one.ext = (uint8_t *)(uintptr_t)(ext->data - 4);
	put(line, ",\"mpls_labels\":[");
	for (; scamper_hop_lse(&one, i, &lse); i++)
		buffer_printf(line,
			      "%s{\"mpls_ttl\":%u,\"mpls_s\":%u,"
			      "\"mpls_exp\":%u,\"mpls_label\":%lu}",
			      i ? "," : "", lse.ttl, lse.bottom, lse.exp,
			      (unsigned long)lse.label);
	put(line, "]");
}

static void put_extensions(struct buffer *line, const struct scamper_hop *hop)
{
	struct scamper_icmpext ext;
	size_t offset = 0;
	const char *before = ", \"icmpext\":[";

	while (scamper_icmpext_next(hop, &offset, &ext)) {
		buffer_printf(line, "%s{\"ie_cn\":%u,\"ie_ct\":%u,\"ie_dl\":%u",
			      before, ext.class_num, ext.class_type, ext.len);
		if (ext.class_num == MPLS_CLASS && ext.class_type == 1)
			put_labels(line, &ext);
		put(line, "}");
		before = ",";
	}
	if (before[1] == '\0')
		put(line, "]");
}

static void put_answer(struct buffer *line, const struct scamper_hop *hop)
{
	if (hop->flags & SCAMPER_HOP_TCP) {
		buffer_printf(line, ", \"tcp_flags\":%u", hop->tcp_flags);
		return;
	}
	if (hop->flags & SCAMPER_HOP_UDP)
		return;
	buffer_printf(line, ", \"icmp_type\":%u, \"icmp_code\":%u",
		      hop->icmp_type, hop->icmp_code);
	if (warts_hop_quotes(hop))
		buffer_printf(line,
			      ", \"icmp_q_ttl\":%u, \"icmp_q_ipl\":%u, "
			      "\"icmp_q_tos\":%u",
			      hop->quoted_ttl, hop->quoted_len,
			      hop->quoted_tos);
	/* The second colon in the key is sc_warts2json's. */
	if (hop->icmp_type == ICMP_UNREACH &&
	    hop->icmp_code == UNREACH_NEEDFRAG && hop->next_hop_mtu)
		buffer_printf(line, ", \"icmp_nhmtu:\":%u", hop->next_hop_mtu);
	put_extensions(line, hop);
}

static void put_hop(struct buffer *line, const struct scamper_hop *hop)
{
	put(line, "{");
	put_addr(line, "addr", &hop->addr);
	if (hop->name) {
		put(line, ", \"name\":");
		put_string(line, hop->name);
	}
	buffer_printf(line,
		      ", \"probe_ttl\":%u, \"probe_id\":%u, \"probe_size\":%u",
		      hop->probe_ttl, hop->attempt + 1u, hop->probe_size);
	if (hop->tx.sec)
		buffer_printf(line, ", \"tx\":{\"sec\":%lu, \"usec\":%lu}",
			      (unsigned long)hop->tx.sec,
			      (unsigned long)hop->tx.usec);
	put(line, ", ");
	put_ms(line, "rtt", hop->rtt_us);
	buffer_printf(line,
		      ", \"reply_ttl\":%u, \"reply_tos\":%u, "
		      "\"reply_ipid\":%u, \"reply_size\":%u",
		      hop->reply_ttl, hop->reply_tos, hop->reply_ipid,
		      hop->reply_size);
	put_answer(line, hop);
	put(line, "}");
}

static void put_ports(struct buffer *line, const struct scamper_trace *trace)
{
	if (trace->flags & SCAMPER_TRACE_ICMP_SUM)
		buffer_printf(line, ", \"icmp_sum\":%u", trace->dport);
	else if (trace->type != SCAMPER_TRACE_ICMP &&
		 trace->type != SCAMPER_TRACE_ICMP_PARIS)
		buffer_printf(line, ", \"sport\":%u, \"dport\":%u",
			      trace->sport, trace->dport);
}

static int json_trace(struct scamper_writer *w,
		      const struct scamper_trace *trace)
{
	struct buffer *line = &w->line;

	buffer_printf(line,
		      "{\"type\":\"trace\",\"version\":\"0.1\", "
		      "\"userid\":%lu, \"method\":\"%s\", ",
		      (unsigned long)trace->userid, trace_method(trace->type));
	put_addr(line, "src", &trace->src);
	put(line, ", ");
	put_addr(line, "dst", &trace->dst);
	put_ports(line, trace);
	buffer_printf(line, ", \"stop_reason\":\"%s\", \"stop_data\":%u",
		      scamper_trace_stop_name(trace->stop_reason),
		      trace->stop_data);
	put_start(line, trace->start);
	buffer_printf(line,
		      ", \"hop_count\":%u, \"attempts\":%u, \"hoplimit\":%u, "
		      "\"firsthop\":%u, \"wait\":%u, \"wait_probe\":%u, "
		      "\"tos\":%u, \"probe_size\":%u, \"probe_count\":%u",
		      trace->hop_count, trace->attempts, trace->hop_limit,
		      trace->first_hop, trace->wait_s, trace->wait_probe,
		      trace->tos, trace->probe_size, trace->probe_count);
	for (uint32_t i = 0; i < trace->hops_used; i++) {
		put(line, i ? "," : ", \"hops\":[");
		put_hop(line, trace->hops[i]);
	}
	put(line, trace->hops_used ? "]}\n" : "}\n");
	return writer_flush_line(w);
}

static const char *ping_method(uint8_t method)
{
	static const char *const names[] = {
		"icmp-echo", "tcp-ack",   "tcp-ack-sport", "udp",
		"udp-dport", "icmp-time", "tcp-syn",
	};

	return method < sizeof(names) / sizeof(names[0]) ? names[method]
							 : "unknown";
}

static struct scamper_time add_us(struct scamper_time time, uint32_t us)
{
	time.sec += us / 1000000;
	time.usec += us % 1000000;
	if (time.usec >= 1000000) {
		time.usec -= 1000000;
		time.sec++;
	}
	return time;
}

static void put_times(struct buffer *line,
		      const struct scamper_ping_reply *reply)
{
	struct scamper_time rx = add_us(reply->tx, reply->rtt_us);

	if (reply->tx.sec == 0)
		return;
	buffer_printf(line,
		      ", \"tx\":{\"sec\":%lu, \"usec\":%lu}, "
		      "\"rx\":{\"sec\":%lu, \"usec\":%lu}",
		      (unsigned long)reply->tx.sec,
		      (unsigned long)reply->tx.usec, (unsigned long)rx.sec,
		      (unsigned long)rx.usec);
}

static const char *protocol(uint8_t proto)
{
	return proto == PROTO_ICMP  ? "icmp"
	       : proto == PROTO_UDP ? "udp"
				    : "tcp";
}

static void put_reply(struct buffer *line,
		      const struct scamper_ping_reply *reply)
{
	put(line, "{");
	put_addr(line, "from", &reply->addr);
	buffer_printf(line, ", \"seq\":%u, \"reply_size\":%u, \"reply_ttl\":%u",
		      reply->probe, reply->reply_size, reply->reply_ttl);
	buffer_printf(line, ", \"reply_proto\":\"%s\"", protocol(reply->proto));
	put_times(line, reply);
	put(line, ", ");
	put_ms(line, "rtt", reply->rtt_us);
	if (reply->flags & SCAMPER_PING_PROBE_IPID)
		buffer_printf(line, ", \"probe_ipid\":%u", reply->probe_ipid);
	if (reply->flags & SCAMPER_PING_REPLY_IPID)
		buffer_printf(line, ", \"reply_ipid\":%u", reply->reply_ipid);
	if (reply->proto == PROTO_ICMP)
		buffer_printf(line, ", \"icmp_type\":%u, \"icmp_code\":%u",
			      reply->icmp_type, reply->icmp_code);
	else if (reply->proto != PROTO_UDP)
		buffer_printf(line, ", \"tcp_flags\":%u", reply->tcp_flags);
	put(line, "}");
}

static void put_statistics(struct buffer *line, const struct scamper_ping *ping)
{
	struct ping_stats stats = ping_stats(ping);
	unsigned int loss = ping_loss_rounded(ping->sent, stats.answered);

	buffer_printf(line, "\"statistics\":{\"replies\":%lu",
		      (unsigned long)stats.answered);
	if (ping->sent && stats.answered >= ping->sent)
		put(line, ", \"loss\":0");
	else if (ping->sent && stats.answered == 0)
		put(line, ", \"loss\":1");
	else if (ping->sent)
		buffer_printf(line, ", \"loss\":%u.%02u", loss / 100,
			      loss % 100);
	if (stats.answered) {
		put(line, ", ");
		put_ms(line, "min", stats.min_us);
		put(line, ", ");
		put_ms(line, "max", stats.max_us);
		put(line, ", ");
		put_ms(line, "avg", stats.avg_us);
		put(line, ", ");
		put_ms(line, "stddev", stats.stddev_us);
	}
	put(line, "}");
}

static int json_ping(struct scamper_writer *w, const struct scamper_ping *ping)
{
	struct buffer *line = &w->line;

	buffer_printf(line,
		      "{\"type\":\"ping\", \"version\":\"0.4\", "
		      "\"method\":\"%s\", ",
		      ping_method(ping->method));
	put_addr(line, "src", &ping->src);
	put(line, ", ");
	put_addr(line, "dst", &ping->dst);
	buffer_printf(line,
		      ", \"start\":{\"sec\":%lu,\"usec\":%lu}, "
		      "\"ping_sent\":%u, \"probe_size\":%u, \"userid\":%lu, "
		      "\"ttl\":%u, \"wait\":%u",
		      (unsigned long)ping->start.sec,
		      (unsigned long)ping->start.usec, ping->sent, ping->size,
		      (unsigned long)ping->userid, ping->ttl, ping->wait_s);
	if (ping->wait_us)
		buffer_printf(line, ", \"wait_us\":%lu",
			      (unsigned long)ping->wait_us);
	buffer_printf(line, ", \"timeout\":%u", ping->timeout_s);
	if (ping->method != SCAMPER_PING_ICMP_ECHO &&
	    ping->method != SCAMPER_PING_ICMP_TIME)
		buffer_printf(line, ", \"sport\":%u, \"dport\":%u", ping->sport,
			      ping->dport);
	put(line, ", \"responses\":[");
	for (uint32_t i = 0; i < ping->replies_used; i++) {
		put(line, i ? "," : "");
		put_reply(line, ping->replies[i]);
	}
	put(line, "],");
	put_statistics(line, ping);
	put(line, "}\n");
	return writer_flush_line(w);
}

const struct format_ops json_format = {
	.cycle_start = json_cycle_start,
	.cycle_stop = json_cycle_stop,
	.trace = json_trace,
	.ping = json_ping,
};
