/* SPDX-License-Identifier: BSD-3-Clause */
/* Replies to a trace: matching, storing, judging (scamper.md section 3). */
#include "trace.h"

#include <errno.h>
#include <stdlib.h>

static int below(uint32_t number, uint32_t sent)
{
	return number < sent ? (int)number : -1;
}

/* By IP id, which counts from 1: as sent, else one more, else swapped. */
static int match_ipid(uint16_t ipid, uint32_t sent)
{
	uint16_t swapped = (uint16_t)(ipid << 8 | ipid >> 8);

	if (ipid >= 1 && ipid <= sent)
		return ipid - 1;
	if (ipid >= 2 && ipid - 1u <= sent)
		return ipid - 2;
	if (swapped >= 1 && swapped <= sent)
		return swapped - 1;
	return -1;
}

int trace_quoted_number(const struct quote *quote, uint32_t sent)
{
	bool ipv6 = quote->dst.type == SCAMPER_ADDR_IPV6;

	if (quote->proto == PROTO_ICMP)
		return quote->echo ? below(quote->dport, sent) : -1;
	if (quote->proto == PROTO_UDP && quote->sum != 0 &&
	    (ipv6 || quote->sum == quote->ipid))
		return below(quote->sum - 1u, sent);
	if (!ipv6)
		return match_ipid(quote->ipid, sent);
	return quote->proto == PROTO_TCP && quote->flow_label
		       ? below(quote->flow_label - 1, sent)
		       : -1;
}

static int match_udp(const struct scamper_trace *trace,
		     const struct quote *quote, uint32_t sent)
{
	if (quote->sport != trace->sport)
		return -1;
	if (trace->type == SCAMPER_TRACE_UDP)
		return below((uint16_t)(quote->dport - trace->dport), sent);
	return quote->dport == trace->dport ? trace_quoted_number(quote, sent)
					    : -1;
}

static int match_quote(const struct scamper_trace *trace,
		       const struct quote *quote, uint32_t sent)
{
	if (quote->proto != trace_proto(trace))
		return -1;
	if (quote->proto == PROTO_UDP)
		return match_udp(trace, quote, sent);
	if (quote->sport != trace->sport ||
	    (quote->proto == PROTO_TCP && quote->dport != trace->dport))
		return -1;
	return trace_quoted_number(quote, sent);
}

uint8_t trace_proto(const struct scamper_trace *trace)
{
	switch (trace->type) {
	case SCAMPER_TRACE_ICMP:
	case SCAMPER_TRACE_ICMP_PARIS:
		return PROTO_ICMP;
	case SCAMPER_TRACE_TCP:
	case SCAMPER_TRACE_TCP_ACK:
		return PROTO_TCP;
	default:
		return PROTO_UDP;
	}
}

/* An answer of the destination itself names no probe: it is taken for the
 * last one, or for that of the port it comes from. */
static int match_transport(const struct scamper_trace *trace,
			   const struct reply *reply, uint32_t sent)
{
	if (reply->proto != trace_proto(trace) || reply->seq != trace->sport)
		return -1;
	if (trace->type == SCAMPER_TRACE_UDP)
		return below((uint16_t)(reply->id - trace->dport), sent);
	return reply->id == trace->dport ? (int)sent - 1 : -1;
}

int trace_match(const struct scamper_trace *trace, const struct reply *reply,
		uint32_t sent)
{
	switch (reply->answer) {
	case ANSWER_ECHO:
		if (trace_proto(trace) != PROTO_ICMP ||
		    reply->id != trace->sport)
			return -1;
		return below(reply->seq, sent);
	case ANSWER_TRANSPORT:
		return match_transport(trace, reply, sent);
	case ANSWER_PARAMETER:
		return -1;
	default:
		return match_quote(trace, &reply->quote, sent);
	}
}

struct scamper_hop *trace_make_hop(const struct probe_log *log,
				   const struct reply *reply)
{
	struct scamper_hop *hop = scamper_hop_new();

	if (!hop)
		return NULL;
	hop->addr = reply->src;
	hop->probe_ttl = log->ttl;
	hop->attempt = log->attempt;
	hop->flags = SCAMPER_HOP_REPLY_TTL;
	if (reply->datalink)
		hop->flags |= log->not_link
				      ? SCAMPER_HOP_DL_RX
				      : SCAMPER_HOP_DL_TX | SCAMPER_HOP_DL_RX;
	else if (reply->stamp)
		hop->flags |= SCAMPER_HOP_RX_STAMP;
	hop->reply_ttl = reply->ttl;
	hop->reply_tos = reply->tos;
	hop->reply_size = reply->size;
	hop->reply_ipid = reply->ipid;
	hop->icmp_type = reply->icmp_type;
	hop->icmp_code = reply->icmp_code;
	if (reply->answer == ANSWER_TRANSPORT)
		hop->flags |= reply->proto == PROTO_TCP ? SCAMPER_HOP_TCP
							: SCAMPER_HOP_UDP;
	hop->tcp_flags = reply->tcp_flags;
	hop->probe_size = log->size;
	hop->rtt_us = task_rtt(log, reply);
	if (reply->quotes) {
		hop->quoted_ttl = reply->quote.ttl;
		hop->quoted_tos = reply->quote.tos;
		hop->quoted_len = reply->quote.len;
		hop->next_hop_mtu = reply->mtu > UINT16_MAX
					    ? UINT16_MAX
					    : (uint16_t)reply->mtu;
	}
	if (!packet_copy_ext(reply, &hop->ext, &hop->ext_len)) {
		scamper_hop_free(hop);
		return NULL;
	}
	return hop;
}

int trace_insert(struct scamper_trace *trace, struct scamper_hop *hop)
{
	uint32_t at = trace->hops_used;

	if (scamper_trace_append(trace, hop))
		return -ENOMEM;
	for (; at > 0; at--) {
		struct scamper_hop *before = trace->hops[at - 1];

		if (before->probe_ttl < hop->probe_ttl ||
		    (before->probe_ttl == hop->probe_ttl &&
		     before->attempt <= hop->attempt))
			break;
		trace->hops[at] = before;
		trace->hops[at - 1] = hop;
	}
	return 0;
}

/*
 * The loop rule: an address seen at another TTL that is not adjacent counts
 * once for each TTL it comes back at.
 */
static bool makes_loop(const struct scamper_trace *trace,
		       const struct scamper_hop *hop)
{
	bool seen_apart = false;

	for (uint32_t i = 0; i < trace->hops_used; i++) {
		const struct scamper_hop *other = trace->hops[i];
		int apart = other->probe_ttl - hop->probe_ttl;

		if (other == hop ||
		    !scamper_addr_equal(&other->addr, &hop->addr))
			continue;
		if (apart == 0)
			return false;
		if (apart < -1 || apart > 1)
			seen_apart = true;
	}
	return seen_apart;
}

enum answer trace_answer(const struct scamper_hop *hop)
{
	if (hop->flags & (SCAMPER_HOP_TCP | SCAMPER_HOP_UDP))
		return ANSWER_TRANSPORT;
	return packet_answer(hop->addr.type == SCAMPER_ADDR_IPV6,
			     hop->icmp_type, hop->icmp_code);
}

uint8_t trace_judge(const struct scamper_trace *trace,
		    const struct scamper_hop *hop, uint8_t *loops,
		    uint8_t *data)
{
	enum answer answer = trace_answer(hop);

	switch (answer) {
	case ANSWER_NO_PORT:
		if (trace_proto(trace) != PROTO_ICMP)
			return SCAMPER_TRACE_COMPLETED;
		/* fall through */
	case ANSWER_UNREACH:
	case ANSWER_TOO_BIG:
		*data = hop->icmp_code;
		return SCAMPER_TRACE_UNREACH;
	case ANSWER_ECHO:
	case ANSWER_TRANSPORT:
		return SCAMPER_TRACE_COMPLETED;
	default:
		break;
	}
	if (trace->loops && makes_loop(trace, hop) && ++*loops >= trace->loops)
		return SCAMPER_TRACE_LOOP;
	if (!(trace->flags & SCAMPER_TRACE_IGNORE_DST_TE) &&
	    scamper_addr_equal(&hop->addr, &trace->dst))
		return SCAMPER_TRACE_COMPLETED;
	return SCAMPER_TRACE_NONE;
}
