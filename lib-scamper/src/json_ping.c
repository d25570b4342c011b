/* SPDX-License-Identifier: BSD-3-Clause */
/* Ping as a line of JSON; see json.c. */
#include <stdlib.h>

#include "json.h"
#include "order.h"
#include "packet.h"
#include "ping.h"
#include "stats.h"

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
	json_put(line, ", ");
	json_time(line, "tx", reply->tx);
	json_put(line, ", ");
	json_time(line, "rx", rx);
}

static bool is_icmp(const struct scamper_ping_reply *reply)
{
	return reply->proto == PROTO_ICMP || reply->proto == PROTO_ICMP6;
}

static void put_protocol(struct buffer *line,
			 const struct scamper_ping_reply *reply)
{
	json_put(line, ", \"reply_proto\":");
	if (is_icmp(reply))
		json_put(line, "\"icmp\"");
	else if (reply->proto == PROTO_UDP)
		json_put(line, "\"udp\"");
	else if (reply->proto == PROTO_TCP)
		json_put(line, "\"tcp\"");
	else
		buffer_printf(line, "%u", reply->proto);
}

static void put_addr_list(struct buffer *line, const char *key,
			  const struct scamper_addr *addrs, unsigned int count)
{
	char text[SCAMPER_ADDR_TEXT];

	buffer_printf(line, ", \"%s\":[", key);
	for (unsigned int i = 0; i < count; i++)
		buffer_printf(line, "%s\"%s\"", i ? "," : "",
			      scamper_addr_text(&addrs[i], text));
	json_put(line, "]");
}

static void put_ip_options(struct buffer *line,
			   const struct scamper_ip_options *options,
			   bool times_only)
{
	bool addrs =
		!times_only && options->time_addrs_used >= options->times_used;
	char text[SCAMPER_ADDR_TEXT];

	if (options->route_used)
		put_addr_list(line, "RR", options->route, options->route_used);
	if (!options->times_used)
		return;
	json_put(line, addrs ? ", \"tsandaddr\":[" : ", \"tsonly\":[");
	for (unsigned int i = 0; i < options->times_used; i++) {
		json_put(line, i ? "," : "");
		if (addrs)
			buffer_printf(line, "{\"ip\":\"%s\",\"ts\":%lu}",
				      scamper_addr_text(&options->time_addrs[i],
							text),
				      (unsigned long)options->times[i]);
		else
			buffer_printf(line, "%lu",
				      (unsigned long)options->times[i]);
	}
	json_put(line, "]");
}

/* Of IPv6 only the reply may have an id, in its fragment header. */
static void put_ipids(struct buffer *line,
		      const struct scamper_ping_reply *reply)
{
	if (reply->addr.type == SCAMPER_ADDR_IPV4)
		buffer_printf(line, ", \"probe_ipid\":%u, \"reply_ipid\":%u",
			      reply->probe_ipid, reply->reply_ipid);
	else if (reply->flags & SCAMPER_PING_REPLY_IPID)
		buffer_printf(line, ", \"reply_ipid\":%lu",
			      (unsigned long)reply->reply_ipid32);
}

static void put_reply(struct buffer *line, const struct scamper_ping *ping,
		      const struct scamper_ping_reply *reply)
{
	json_put(line, "{");
	json_addr(line, "from", &reply->addr);
	buffer_printf(line, ", \"seq\":%u, \"reply_size\":%u, \"reply_ttl\":%u",
		      reply->probe, reply->reply_size, reply->reply_ttl);
	put_protocol(line, reply);
	put_times(line, reply);
	json_put(line, ", ");
	json_ms(line, "rtt", reply->rtt_us);
	put_ipids(line, reply);
	if (is_icmp(reply))
		buffer_printf(line, ", \"icmp_type\":%u, \"icmp_code\":%u",
			      reply->icmp_type, reply->icmp_code);
	else if (reply->proto == PROTO_TCP)
		buffer_printf(line, ", \"tcp_flags\":%u", reply->tcp_flags);
	if (reply->ip_options)
		put_ip_options(line, reply->ip_options,
			       ping->flags & SCAMPER_PING_TS_ONLY);
	json_put(line, "}");
}

static void put_statistics(struct buffer *line, const struct scamper_ping *ping)
{
	struct ping_stats stats = ping_stats(ping);
	unsigned int loss = ping_loss_rounded(ping->sent, stats.answered);

	buffer_printf(line, "\"statistics\":{\"replies\":%lu",
		      (unsigned long)stats.answered);
	if (ping->sent && stats.answered >= ping->sent)
		json_put(line, ", \"loss\":0");
	else if (ping->sent && stats.answered == 0)
		json_put(line, ", \"loss\":1");
	else if (ping->sent)
		buffer_printf(line, ", \"loss\":%u.%02u", loss / 100,
			      loss % 100);
	if (stats.answered) {
		json_put(line, ", ");
		json_ms(line, "min", stats.min_us);
		json_put(line, ", ");
		json_ms(line, "max", stats.max_us);
		json_put(line, ", ");
		json_ms(line, "avg", stats.avg_us);
		json_put(line, ", ");
		json_ms(line, "stddev", stats.stddev_us);
	}
	json_put(line, "}");
}

static void put_flags(struct buffer *line, uint8_t flags)
{
	static const char *const names[] = {
		"v4rr",      "spoof",   "payload", "tsonly",
		"tsandaddr", "icmpsum", "dl",      "tbt",
	};
	const char *before = ", \"flags\":[";

	for (int i = 0; i < 8; i++) {
		if (!(flags >> i & 1))
			continue;
		buffer_printf(line, "%s\"%s\"", before, names[i]);
		before = ",";
	}
	if (flags)
		json_put(line, "]");
}

static void put_ping_details(struct buffer *line,
			     const struct scamper_ping *ping)
{
	uint8_t proto = ping_proto(ping);

	if (proto != PROTO_ICMP)
		buffer_printf(line, ", \"sport\":%u, \"dport\":%u", ping->sport,
			      ping->dport);
	if (proto == PROTO_TCP)
		buffer_printf(line, ", \"tcp_seq\":%lu, \"tcp_ack\":%lu",
			      (unsigned long)ping->tcp_seq,
			      (unsigned long)ping->tcp_ack);
	if (ping->data_len) {
		buffer_printf(line, ", \"%s\":\"",
			      ping->flags & SCAMPER_PING_PAYLOAD ? "payload"
								 : "pattern");
		for (unsigned int i = 0; i < ping->data_len; i++)
			buffer_printf(line, "%02x", ping->data[i]);
		json_put(line, "\"");
	}
	put_flags(line, ping->flags);
	if ((ping->flags & SCAMPER_PING_ICMP_SUM) && proto == PROTO_ICMP)
		buffer_printf(line, ", \"icmp_csum\": %u", ping->icmp_sum);
	if (ping->tsps_used)
		put_addr_list(line, "probe_tsps", ping->tsps, ping->tsps_used);
}

static uint32_t probe_of(const void *items, uint32_t index)
{
	struct scamper_ping_reply *const *replies = items;

	return replies[index]->probe;
}

static void put_replies(struct buffer *line, const struct scamper_ping *ping)
{
	uint32_t *order = order_by(ping->replies, ping->replies_used, probe_of);

	line->failed |= !order;
	json_put(line, ", \"responses\":[");
	for (uint32_t i = 0; order && i < ping->replies_used; i++) {
		json_put(line, i ? "," : "");
		put_reply(line, ping, ping->replies[order[i]]);
	}
	json_put(line, "],");
	free(order);
}

int json_ping(struct scamper_writer *w, const struct scamper_ping *ping)
{
	struct buffer *line = &w->line;

	buffer_printf(line,
		      "{\"type\":\"ping\", \"version\":\"0.4\", "
		      "\"method\":\"%s\", ",
		      ping_method_name(ping->method));
	json_addr(line, "src", &ping->src);
	json_put(line, ", ");
	json_addr(line, "dst", &ping->dst);
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
	put_ping_details(line, ping);
	put_replies(line, ping);
	put_statistics(line, ping);
	json_put(line, "}\n");
	return writer_flush_line(w);
}
