/* SPDX-License-Identifier: BSD-3-Clause */
/* Trace and ping records (scamper.md section 7). */
#include "warts_out.h"

#include "bytes.h"
#include "packet.h"

enum {
	ATTR_PMTUD = 1,
	ATTR_LASTDITCH = 2,
	ATTR_DOUBLETREE = 3,
	ATTR_LENGTH = 0x0fff,
};

bool warts_hop_quotes(const struct scamper_hop *hop)
{
	if (hop->flags & (SCAMPER_HOP_TCP | SCAMPER_HOP_UDP))
		return false;
	if (hop->addr.type == SCAMPER_ADDR_IPV6)
		return hop->icmp_type >= ICMP6_UNREACH &&
		       hop->icmp_type <= ICMP6_TIME_EXCEEDED;
	return hop->icmp_type == ICMP_UNREACH ||
	       hop->icmp_type == ICMP_TIME_EXCEEDED;
}

/* "Left out" rules of section 7. */
void out_hop(struct warts_out *out, const struct scamper_hop *hop)
{
	bool quotes = warts_hop_quotes(hop);
	bool tcp = hop->flags & SCAMPER_HOP_TCP;
	bool icmp = !(hop->flags & (SCAMPER_HOP_TCP | SCAMPER_HOP_UDP));

	block_begin(out, warts_hop_fields, hop, hop->extra);
	if (!icmp)
		block_leave_out(out, 7);
	if (!quotes || hop->quoted_len == hop->probe_size)
		block_leave_out(out, 13);
	if (!quotes || hop->quoted_ttl == 1)
		block_leave_out(out, 14);
	if (!tcp)
		block_leave_out(out, 15);
	/* scamper has none of IPv6. */
	if (!quotes ||
	    (!hop->quoted_tos && hop->addr.type == SCAMPER_ADDR_IPV6))
		block_leave_out(out, 16);
	block_put_ext(out, 17, hop->ext, hop->ext_len);
	block_end(out);
}

static void trace_params(struct warts_out *out,
			 const struct scamper_trace *trace, uint32_t list,
			 uint32_t cycle)
{
	block_begin(out, warts_trace_fields, trace, trace->extra);
	block_put_place(out, list, cycle);
	if (trace->flags & 0xff)
		block_put8(out, 8, (uint8_t)trace->flags);
	if (trace->squeries <= 1)
		block_leave_out(out, 31);
	if (trace->flags <= 0xff)
		block_leave_out(out, 32);
	block_end(out);
}

static void out_attr_header(struct warts_out *out, unsigned int type,
			    size_t len)
{
	buffer_put16(&out->body, (uint16_t)(type << 12 | len));
}

/* The length of an attribute is known when its content is there. */
static void end_attr(struct warts_out *out, size_t at, unsigned int type)
{
	size_t len = out->body.len - at - 2;

	if (len > ATTR_LENGTH)
		out->failed = true;
	else if (!out->body.failed)
		put16(out->body.data + at, (uint16_t)(type << 12 | len));
}

/* Last-ditch: a 0 byte, count, hops. */
static void out_lastditch(struct warts_out *out,
			  const struct scamper_trace *trace)
{
	size_t at = out->body.len;

	if (trace->lastditch_used == 0)
		return;
	out_attr_header(out, ATTR_LASTDITCH, 0);
	buffer_put8(&out->body, 0);
	buffer_put16(&out->body, (uint16_t)trace->lastditch_used);
	for (uint32_t i = 0; i < trace->lastditch_used; i++)
		out_hop(out, trace->lastditch[i]);
	end_attr(out, at, ATTR_LASTDITCH);
}

static void out_pmtud(struct warts_out *out, const struct scamper_pmtud *pmtud)
{
	size_t at = out->body.len;

	if (!pmtud)
		return;
	out_attr_header(out, ATTR_PMTUD, 0);
	block_begin(out, warts_pmtud_fields, pmtud, NULL);
	block_put8(out, 5, (uint8_t)pmtud->notes_used);
	block_end(out);
	buffer_put16(&out->body, (uint16_t)pmtud->hops_used);
	for (uint32_t i = 0; i < pmtud->hops_used; i++)
		out_hop(out, pmtud->hops[i]);
	for (uint32_t i = 0; i < pmtud->notes_used; i++) {
		block_begin(out, warts_pmtud_note_fields, &pmtud->notes[i],
			    NULL);
		block_end(out);
	}
	end_attr(out, at, ATTR_PMTUD);
}

static void out_doubletree(struct warts_out *out,
			   const struct scamper_doubletree *dtree)
{
	size_t at = out->body.len;

	if (!dtree)
		return;
	out_attr_header(out, ATTR_DOUBLETREE, 0);
	block_begin(out, warts_doubletree_fields, dtree, NULL);
	block_end(out);
	end_attr(out, at, ATTR_DOUBLETREE);
}

static void out_attrs(struct warts_out *out, const struct scamper_trace *trace)
{
	const struct scamper_attr *attr = trace->attrs;

	out_pmtud(out, trace->pmtud);
	for (; attr && attr->type < ATTR_LASTDITCH; attr = attr->next) {
		out_attr_header(out, attr->type, attr->len);
		buffer_put(&out->body, attr->data, attr->len);
	}
	out_lastditch(out, trace);
	out_doubletree(out, trace->doubletree);
	for (; attr; attr = attr->next) {
		out_attr_header(out, attr->type, attr->len);
		buffer_put(&out->body, attr->data, attr->len);
	}
	buffer_put16(&out->body, 0);
}

void out_trace(struct warts_out *out, const struct scamper_trace *trace,
	       uint32_t list, uint32_t cycle)
{
	out_begin(out, SCAMPER_RESULT_TRACE);
	trace_params(out, trace, list, cycle);
	if (trace->hops_used > UINT16_MAX || trace->lastditch_used > UINT16_MAX)
		out->failed = true;
	buffer_put16(&out->body, (uint16_t)trace->hops_used);
	for (uint32_t i = 0; i < trace->hops_used; i++)
		out_hop(out, trace->hops[i]);
	out_attrs(out, trace);
}

/* A count and that many addresses. */
static void put_addrs(struct warts_out *out, const struct scamper_addr *addrs,
		      uint8_t count)
{
	buffer_put8(&out->values, count);
	for (uint8_t i = 0; i < count; i++)
		block_value_addr(out, &addrs[i]);
}

/* Two counts, the times, the addresses. */
static void put_times(struct warts_out *out,
		      const struct scamper_ip_options *options)
{
	buffer_put8(&out->values, options->times_used);
	buffer_put8(&out->values, options->time_addrs_used);
	for (uint8_t i = 0; i < options->times_used; i++)
		buffer_put32(&out->values, options->times[i]);
	for (uint8_t i = 0; i < options->time_addrs_used; i++)
		block_value_addr(out, &options->time_addrs[i]);
}

static void ping_params(struct warts_out *out, const struct scamper_ping *ping,
			uint32_t list, uint32_t cycle)
{
	block_begin(out, warts_ping_fields, ping, ping->extra);
	block_put_place(out, list, cycle);
	if (ping->data_len && block_has(out, 8))
		buffer_put16(&out->values, ping->data_len);
	if (ping->data_len && block_has(out, 9))
		buffer_put(&out->values, ping->data, ping->data_len);
	if (ping->tsps_used && block_has(out, 24))
		put_addrs(out, ping->tsps, ping->tsps_used);
	if (ping->timeout_s == ping->wait_s)
		block_leave_out(out, 27);
	block_end(out);
}

static void out_reply(struct warts_out *out,
		      const struct scamper_ping_reply *reply, bool icmp_probe)
{
	bool icmp = reply->proto == PROTO_ICMP || reply->proto == PROTO_ICMP6;
	/* "written as 0" when an IPv6 header has none. */
	const struct scamper_ip_options *options = reply->ip_options;
	bool ids = reply->addr.type == SCAMPER_ADDR_IPV6;

	block_begin(out, warts_ping_reply_fields, reply, reply->extra);
	if (!(reply->flags & SCAMPER_PING_REPLY_TTL))
		block_leave_out(out, 3);
	if (!icmp)
		block_leave_out(out, 5);
	if (!ids && !(reply->flags & SCAMPER_PING_REPLY_IPID))
		block_leave_out(out, 8);
	if (!ids && !(reply->flags & SCAMPER_PING_PROBE_IPID))
		block_leave_out(out, 9);
	if (icmp_probe && icmp)
		block_leave_out(out, 10);
	if (icmp)
		block_leave_out(out, 11);
	if (options && options->route_used && block_has(out, 13))
		put_addrs(out, options->route, options->route_used);
	if (options && options->have_times && block_has(out, 14))
		put_times(out, options);
	if (!(reply->flags & SCAMPER_PING_REPLY_IPID))
		block_leave_out(out, 15);
	if (reply->have_icmp_times && block_has(out, 17))
		for (int i = 0; i < 3; i++)
			buffer_put32(&out->values, reply->icmp_times[i]);
	block_end(out);
}

void out_ping(struct warts_out *out, const struct scamper_ping *ping,
	      uint32_t list, uint32_t cycle)
{
	bool icmp_probe = ping->method == SCAMPER_PING_ICMP_ECHO ||
			  ping->method == SCAMPER_PING_ICMP_TIME;

	out_begin(out, SCAMPER_RESULT_PING);
	ping_params(out, ping, list, cycle);
	if (ping->replies_used > UINT16_MAX)
		out->failed = true;
	buffer_put16(&out->body, (uint16_t)ping->replies_used);
	for (uint32_t i = 0; i < ping->replies_used; i++)
		out_reply(out, ping->replies[i], icmp_probe);
}
