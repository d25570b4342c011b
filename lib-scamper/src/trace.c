/* SPDX-License-Identifier: BSD-3-Clause */
/* Replies to a trace: matching, storing, judging (scamper.md section 3). */
#include "trace.h"

#include <errno.h>
#include <stdlib.h>

static bool is_icmp(const struct scamper_trace *trace)
{
	return trace->type == SCAMPER_TRACE_ICMP ||
	       trace->type == SCAMPER_TRACE_ICMP_PARIS;
}

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

static int match_udp(const struct scamper_trace *trace,
		     const struct quote *quote, uint32_t sent)
{
	if (quote->sport != trace->sport)
		return -1;
	if (trace->type == SCAMPER_TRACE_UDP)
		return below((uint16_t)(quote->dport - trace->dport), sent);
	if (quote->dport != trace->dport)
		return -1;
	if (quote->sum != 0 && quote->sum == quote->ipid)
		return below(quote->sum - 1u, sent);
	return match_ipid(quote->ipid, sent);
}

int trace_match(const struct scamper_trace *trace, const struct reply *reply,
		uint32_t sent)
{
	const struct quote *quote = &reply->quote;

	if (reply->icmp_type == ICMP_ECHO_REPLY) {
		if (!is_icmp(trace) || reply->id != trace->sport)
			return -1;
		return below(reply->seq, sent);
	}
	if (reply->icmp_type != ICMP_TIME_EXCEEDED &&
	    reply->icmp_type != ICMP_UNREACH)
		return -1;
	if (!is_icmp(trace))
		return quote->proto == PROTO_UDP ? match_udp(trace, quote, sent)
						 : -1;
	if (quote->proto != PROTO_ICMP || quote->icmp_type != ICMP_ECHO ||
	    quote->sport != trace->sport)
		return -1;
	return below(quote->dport, sent);
}

static bool copy_ext(struct scamper_hop *hop, const struct reply *reply)
{
	if (reply->ext_len == 0)
		return true;
	hop->ext = malloc(reply->ext_len);
	if (!hop->ext)
		return false;
	hop->ext_len = reply->ext_len;
	packet_ext_to_warts(reply, hop->ext);
	return true;
}

struct scamper_hop *trace_make_hop(const struct scamper_trace *trace,
				   const struct probe_log *log,
				   const struct reply *reply)
{
	struct scamper_hop *hop = scamper_hop_new();

	if (!hop)
		return NULL;
	hop->addr = scamper_addr_ipv4(reply->src);
	hop->probe_ttl = log->ttl;
	hop->attempt = log->attempt;
	hop->flags = SCAMPER_HOP_REPLY_TTL;
	if (reply->kernel_stamp)
		hop->flags |= SCAMPER_HOP_RX_STAMP;
	hop->reply_ttl = reply->ttl;
	hop->reply_tos = reply->tos;
	hop->reply_size = reply->size;
	hop->reply_ipid = reply->ipid;
	hop->icmp_type = reply->icmp_type;
	hop->icmp_code = reply->icmp_code;
	hop->probe_size = trace->probe_size;
	hop->rtt_us = task_rtt(log, reply);
	if (reply->quotes) {
		hop->quoted_ttl = reply->quote.ttl;
		hop->quoted_tos = reply->quote.tos;
		hop->quoted_len = reply->quote.len;
		hop->next_hop_mtu = reply->mtu;
	}
	if (!copy_ext(hop, reply)) {
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

uint8_t trace_judge(const struct scamper_trace *trace,
		    const struct scamper_hop *hop, uint8_t *loops,
		    uint8_t *data)
{
	if (hop->icmp_type == ICMP_UNREACH) {
		if (!is_icmp(trace) && hop->icmp_code == UNREACH_PORT)
			return SCAMPER_TRACE_COMPLETED;
		*data = hop->icmp_code;
		return SCAMPER_TRACE_UNREACH;
	}
	if (hop->icmp_type == ICMP_ECHO_REPLY)
		return SCAMPER_TRACE_COMPLETED;
	if (trace->loops && makes_loop(trace, hop) && ++*loops >= trace->loops)
		return SCAMPER_TRACE_LOOP;
	if (!(trace->flags & SCAMPER_TRACE_IGNORE_DST_TE) &&
	    scamper_addr_equal(&hop->addr, &trace->dst))
		return SCAMPER_TRACE_COMPLETED;
	return SCAMPER_TRACE_NONE;
}
