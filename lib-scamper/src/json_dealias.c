/* SPDX-License-Identifier: BSD-3-Clause */
/* dealias as JSON, with the keys, order and spacing of sc_warts2json. */
#include <scamper/dealias.h>

#include "json.h"
#include "kind.h"
#include "packet.h"
#include "result_dealias.h"

static void put_prefix(struct buffer *line, const char *key,
		       const struct scamper_addr *addr, unsigned int len)
{
	char text[SCAMPER_ADDR_TEXT];

	buffer_printf(line, ", \"%s\":\"%s/%u\"", key,
		      scamper_addr_text(addr, text), len);
}

static void put_prefixscan(struct buffer *line, const struct scamper_dealias *d)
{
	char text[SCAMPER_ADDR_TEXT];

	json_put(line, ", ");
	json_addr(line, "a", &d->a);
	put_prefix(line, "b", &d->b, d->prefix_len);
	if (d->ab.type != SCAMPER_ADDR_NONE)
		put_prefix(line, "ab", &d->ab,
			   dealias_link_prefix(&d->b, &d->ab));
	for (uint16_t i = 0; i < d->excluded_used; i++)
		buffer_printf(line, "%s\"%s\"", i ? ", " : ", \"xs\":[",
			      scamper_addr_text(&d->excluded[i], text));
	json_put(line, d->excluded_used ? "]" : "");
	buffer_printf(line,
		      ", \"attempts\":%u, \"replyc\":%u, \"fudge\":%u, "
		      "\"wait_probe\":%u, \"wait_timeout\":%u",
		      d->attempts, d->reply_count, d->fudge, d->wait_probe,
		      d->wait_s);
}

/* sc_warts2json has one word for the first flag of all methods. */
static void put_flags(struct buffer *line, const struct scamper_dealias *d)
{
	bool nobs = d->flags & SCAMPER_DEALIAS_NOBS;

	buffer_printf(line, ", \"flags\":[%s", nobs ? "\"nobs\"" : "");
	if (d->flags & SCAMPER_DEALIAS_CSA)
		buffer_printf(line, "%s\"csa\"", nobs ? "," : "");
	json_put(line, "]");
}

static void put_method(struct buffer *line, const struct scamper_dealias *d)
{
	switch (d->method) {
	case SCAMPER_DEALIAS_MERCATOR:
		buffer_printf(line, ", \"attempts\":%u, \"wait_timeout\":%u",
			      d->attempts, d->wait_s);
		break;
	case SCAMPER_DEALIAS_ALLY:
		buffer_printf(line,
			      ", \"wait_probe\":%u, \"wait_timeout\":%u, "
			      "\"attempts\":%u, \"fudge\":%u",
			      d->wait_probe, d->wait_s, d->attempts, d->fudge);
		break;
	case SCAMPER_DEALIAS_RADARGUN:
		buffer_printf(line,
			      ", \"attempts\":%u, \"wait_probe\":%u, "
			      "\"wait_round\":%lu, \"wait_timeout\":%u",
			      d->attempts, d->wait_probe,
			      (unsigned long)d->wait_round, d->wait_s);
		break;
	case SCAMPER_DEALIAS_PREFIXSCAN:
		put_prefixscan(line, d);
		break;
	default: /* SCAMPER_DEALIAS_BUMP */
		buffer_printf(line,
			      ", \"wait_probe\":%u, \"bump_limit\":%u, "
			      "\"attempts\":%u",
			      d->wait_probe, d->bump_limit, d->attempts);
		break;
	}
	if (d->flags)
		put_flags(line, d);
}

static void put_def(struct buffer *line, const struct scamper_dealias_def *def)
{
	uint8_t proto = dealias_proto(def);

	buffer_printf(line, "{\"id\":%lu, ", (unsigned long)def->id);
	json_addr(line, "src", &def->src);
	json_put(line, ", ");
	json_addr(line, "dst", &def->dst);
	buffer_printf(line, ", \"ttl\":%u, \"size\":%u, \"method\":\"%s\"",
		      def->ttl, def->size,
		      scamper_dealias_probe_name(def->method));
	if (proto == PROTO_ICMP)
		buffer_printf(line, ", \"icmp_id\":%u, \"icmp_csum\":%u",
			      def->icmp_id, def->icmp_sum);
	else
		buffer_printf(line, ", \"%s_sport\":%u, \"%s_dport\":%u",
			      proto == PROTO_UDP ? "udp" : "tcp", def->sport,
			      proto == PROTO_UDP ? "udp" : "tcp", def->dport);
	if (proto == PROTO_TCP)
		buffer_printf(line, ", \"tcp_flags\":%u", def->tcp_flags);
	if (def->mtu)
		buffer_printf(line, ", \"mtu\":%u", def->mtu);
	json_put(line, "}");
}

static bool quotes(const struct scamper_dealias_reply *r)
{
	if (r->proto == PROTO_ICMP6)
		return r->icmp_type == ICMP6_UNREACH ||
		       r->icmp_type == ICMP6_TIME_EXCEEDED;
	return r->icmp_type == ICMP_UNREACH ||
	       r->icmp_type == ICMP_TIME_EXCEEDED;
}

static void put_reply(struct buffer *line,
		      const struct scamper_dealias_reply *r)
{
	json_put(line, "{");
	json_addr(line, "src", &r->addr);
	json_put(line, ", ");
	json_time(line, "rx", r->rx);
	buffer_printf(line, ", \"ttl\":%u", r->ttl);
	if (r->addr.type == SCAMPER_ADDR_IPV4)
		buffer_printf(line, ", \"ipid\": %u", r->ipid);
	else if (r->flags & SCAMPER_DEALIAS_IPID32)
		buffer_printf(line, ", \"ipid\": %lu",
			      (unsigned long)r->ipid32);
	buffer_printf(line, ", \"proto\":%u", r->proto);
	if (r->proto == PROTO_TCP) {
		buffer_printf(line, ", \"tcp_flags\":%u", r->tcp_flags);
	} else if (r->proto == PROTO_ICMP || r->proto == PROTO_ICMP6) {
		buffer_printf(line, ", \"icmp_type\":%u, \"icmp_code\":%u",
			      r->icmp_type, r->icmp_code);
		if (quotes(r))
			buffer_printf(line, ", \"icmp_q_ttl\":%u",
				      r->quoted_ttl);
	}
	json_put(line, "}");
}

static void put_probe(struct buffer *line, const struct scamper_dealias *d,
		      const struct scamper_dealias_probe *probe)
{
	const struct scamper_dealias_def *def = &d->defs[probe->def];

	buffer_printf(line, "{\"probedef_id\":%lu, \"seq\":%lu, ",
		      (unsigned long)def->id, (unsigned long)probe->seq);
	json_time(line, "tx", probe->tx);
	if (def->dst.type == SCAMPER_ADDR_IPV4)
		buffer_printf(line, ", \"ipid\":%u", probe->ipid);
	json_put(line, ", \"replies\":[");
	for (uint32_t i = 0; i < probe->replies_used; i++) {
		json_put(line, i ? ", " : "");
		put_reply(line, &probe->replies[i]);
	}
	json_put(line, "]}");
}

int json_dealias(struct scamper_writer *w, const struct scamper_object *object)
{
	const struct scamper_dealias *d = object->dealias;
	struct buffer *line = &w->line;

	buffer_printf(line,
		      "{\"type\":\"dealias\",\"version\":\"0.2\","
		      "\"method\":\"%s\", \"userid\":%lu, \"result\":\"%s\", ",
		      scamper_dealias_method_name(d->method),
		      (unsigned long)d->userid,
		      scamper_dealias_result_name(d->result));
	json_time(line, "start", d->start);
	put_method(line, d);
	json_put(line, ", \"probedefs\":[");
	for (uint32_t i = 0; i < d->defs_used; i++) {
		json_put(line, i ? ", " : "");
		put_def(line, &d->defs[i]);
	}
	json_put(line, "], \"probes\":[");
	for (uint32_t i = 0; i < d->probes_used; i++) {
		json_put(line, i ? ", " : "");
		put_probe(line, d, &d->probes[i]);
	}
	json_put(line, "]}\n");
	return writer_flush_line(w);
}
