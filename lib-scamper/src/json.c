/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * JSON lines with the keys, their order and the spacing of sc_warts2json
 * (scamper.md section 8), so that both can be compared byte by byte.
 */
#define _POSIX_C_SOURCE 200809L /* localtime_r() */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "json.h"
#include "order.h"
#include "packet.h"
#include "trace.h"

enum { MPLS_CLASS = 1, LSE_BYTES = 4 };

void json_put(struct buffer *line, const char *text)
{
	buffer_put(line, text, strlen(text));
}

void json_string(struct buffer *line, const char *text)
{
	json_put(line, "\"");
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			buffer_printf(line, "\\%c", c);
		else if (c < 0x20)
			buffer_printf(line, "\\u%04x", c);
		else
			buffer_put8(line, c);
	}
	json_put(line, "\"");
}

void json_addr(struct buffer *line, const char *key,
	       const struct scamper_addr *addr)
{
	char text[SCAMPER_ADDR_TEXT];

	buffer_printf(line, "\"%s\":\"%s\"", key,
		      scamper_addr_text(addr, text));
}

void json_ms(struct buffer *line, const char *key, uint32_t us)
{
	buffer_printf(line, "\"%s\":%u.%03u", key, (unsigned int)(us / 1000),
		      (unsigned int)(us % 1000));
}

void json_time(struct buffer *line, const char *key, struct scamper_time time)
{
	buffer_printf(line, "\"%s\":{\"sec\":%lu, \"usec\":%lu}", key,
		      (unsigned long)time.sec, (unsigned long)time.usec);
}

static int cycle_line(struct scamper_writer *w,
		      const struct scamper_cycle *cycle, const char *type,
		      const char *key, uint32_t sec)
{
	struct buffer *line = &w->line;

	buffer_printf(line, "{\"type\":\"%s\", \"list_name\":", type);
	json_string(line, cycle->list ? cycle->list->name : "");
	buffer_printf(line, ", \"id\":%lu", (unsigned long)cycle->id);
	if (cycle->hostname) {
		json_put(line, ", \"hostname\":");
		json_string(line, cycle->hostname);
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

void json_start(struct buffer *line, struct scamper_time start)
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
	json_put(line, ",\"mpls_labels\":[");
	for (; scamper_hop_lse(&one, i, &lse); i++)
		buffer_printf(line,
			      "%s{\"mpls_ttl\":%u,\"mpls_s\":%u,"
			      "\"mpls_exp\":%u,\"mpls_label\":%lu}",
			      i ? "," : "", lse.ttl, lse.bottom, lse.exp,
			      (unsigned long)lse.label);
	json_put(line, "]");
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
		json_put(line, "}");
		before = ",";
	}
	if (before[1] == '\0')
		json_put(line, "]");
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
		buffer_printf(line, ", \"icmp_q_ttl\":%u, \"icmp_q_ipl\":%u",
			      hop->quoted_ttl, hop->quoted_len);
	if (warts_hop_quotes(hop) && hop->addr.type == SCAMPER_ADDR_IPV4)
		buffer_printf(line, ", \"icmp_q_tos\":%u", hop->quoted_tos);
	/* The second colon in the key is sc_warts2json's. */
	if (trace_answer(hop) == ANSWER_TOO_BIG)
		buffer_printf(line, ", \"icmp_nhmtu:\":%u", hop->next_hop_mtu);
	put_extensions(line, hop);
}

static void put_hop(struct buffer *line, const struct scamper_hop *hop)
{
	json_put(line, "{");
	json_addr(line, "addr", &hop->addr);
	if (hop->name) {
		json_put(line, ", \"name\":");
		json_string(line, hop->name);
	}
	buffer_printf(line,
		      ", \"probe_ttl\":%u, \"probe_id\":%u, \"probe_size\":%u",
		      hop->probe_ttl, hop->attempt + 1u, hop->probe_size);
	json_put(line, ", ");
	if (hop->tx.sec) {
		json_time(line, "tx", hop->tx);
		json_put(line, ", ");
	}
	json_ms(line, "rtt", hop->rtt_us);
	buffer_printf(line,
		      ", \"reply_ttl\":%u, \"reply_tos\":%u, "
		      "\"reply_ipid\":%u, \"reply_size\":%u",
		      hop->reply_ttl, hop->reply_tos, hop->reply_ipid,
		      hop->reply_size);
	put_answer(line, hop);
	json_put(line, "}");
}

static void put_end(struct buffer *line, const char *key,
		    const struct scamper_addr *addr)
{
	if (addr->type == SCAMPER_ADDR_NONE)
		return;
	json_put(line, ", ");
	json_addr(line, key, addr);
}

static void put_ports(struct buffer *line, const struct scamper_trace *trace)
{
	if (trace->flags & SCAMPER_TRACE_ICMP_SUM)
		buffer_printf(line, ", \"icmp_sum\":%u", trace->dport);
	else if (trace_proto(trace) != PROTO_ICMP)
		buffer_printf(line, ", \"sport\":%u, \"dport\":%u",
			      trace->sport, trace->dport);
}

static uint32_t ttl_of(const void *items, uint32_t index)
{
	struct scamper_hop *const *hops = items;

	return hops[index]->probe_ttl;
}

/* By TTL; what is below the first one is left out, as by sc_warts2json. */
static void put_hops(struct buffer *line, const struct scamper_trace *trace)
{
	uint32_t *order = order_by(trace->hops, trace->hops_used, ttl_of);
	const char *before = ", \"hops\":[";

	line->failed |= !order;
	for (uint32_t i = 0; order && i < trace->hops_used; i++) {
		const struct scamper_hop *hop = trace->hops[order[i]];

		if (hop->probe_ttl < trace->first_hop)
			continue;
		json_put(line, before);
		put_hop(line, hop);
		before = ",";
	}
	free(order);
	json_put(line, before[1] ? "}\n" : "]}\n");
}

static int json_trace(struct scamper_writer *w,
		      const struct scamper_trace *trace)
{
	struct buffer *line = &w->line;

	buffer_printf(line,
		      "{\"type\":\"trace\",\"version\":\"0.1\", "
		      "\"userid\":%lu, \"method\":\"%s\"",
		      (unsigned long)trace->userid, trace_method(trace->type));
	put_end(line, "src", &trace->src);
	put_end(line, "dst", &trace->dst);
	put_end(line, "rtr", &trace->router);
	put_ports(line, trace);
	if (trace->stop_reason <= SCAMPER_TRACE_HALTED)
		buffer_printf(line, ", \"stop_reason\":\"%s\"",
			      scamper_trace_stop_name(trace->stop_reason));
	else
		buffer_printf(line, ", \"stop_reason\":\"%u\"",
			      trace->stop_reason);
	buffer_printf(line, ", \"stop_data\":%u", trace->stop_data);
	json_start(line, trace->start);
	buffer_printf(line,
		      ", \"hop_count\":%u, \"attempts\":%u, \"hoplimit\":%u, "
		      "\"firsthop\":%u, \"wait\":%u, \"wait_probe\":%u, "
		      "\"tos\":%u, \"probe_size\":%u, \"probe_count\":%u",
		      trace->hop_count, trace->attempts, trace->hop_limit,
		      trace->first_hop, trace->wait_s, trace->wait_probe,
		      trace->tos, trace->probe_size, trace->probe_count);
	put_hops(line, trace);
	return writer_flush_line(w);
}

const struct format_ops json_format = {
	.cycle_start = json_cycle_start,
	.cycle_stop = json_cycle_stop,
	.trace = json_trace,
	.ping = json_ping,
};
