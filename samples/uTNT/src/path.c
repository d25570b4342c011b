/* SPDX-License-Identifier: BSD-3-Clause */
#include "path.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

static void make_room(struct tnt_hops *hops, size_t more)
{
	size_t room = hops->room ? hops->room : 8;

	if (hops->count + more <= hops->room)
		return;
	while (room < hops->count + more)
		room *= 2;
	hops->at = realloc(hops->at, room * sizeof(*hops->at));
	if (!hops->at)
		tnt_out_of_memory();
	hops->room = room;
}

void tnt_hops_insert(struct tnt_hops *hops, size_t at,
		     const struct tnt_hop *more, size_t count)
{
	if (!count)
		return;
	make_room(hops, count);
	memmove(hops->at + at + count, hops->at + at,
		(hops->count - at) * sizeof(*more));
	memcpy(hops->at + at, more, count * sizeof(*more));
	hops->count += count;
}

void tnt_hops_push(struct tnt_hops *hops, const struct tnt_hop *hop)
{
	static const struct tnt_hop silent;

	tnt_hops_insert(hops, hops->count, hop ? hop : &silent, 1);
}

void tnt_hops_own(struct scamper_trace **keeper, struct tnt_hop *hops,
		  size_t count)
{
	if (!*keeper)
		*keeper = scamper_trace_new();
	for (size_t i = 0; *keeper && i < count; i++) {
		struct scamper_hop *copy;

		if (!hops[i].reply)
			continue;
		copy = scamper_hop_dup(hops[i].reply);
		if (!copy || scamper_trace_append(*keeper, copy))
			tnt_out_of_memory();
		hops[i].reply = copy;
	}
	if (!*keeper)
		tnt_out_of_memory();
}

void tnt_hops_free(struct tnt_hops *hops)
{
	free(hops->at);
	*hops = (struct tnt_hops){0};
}

struct tnt_hop *tnt_hops_answered(const struct tnt_hops *hops, size_t i)
{
	return i < hops->count && hops->at[i].reply ? &hops->at[i] : NULL;
}

void tnt_path_insert(struct tnt_path *path, size_t at,
		     const struct tnt_hop *more, size_t count)
{
	tnt_hops_insert(&path->hops, at, more, count);
	tnt_evidence_shift(&path->evidence, at, count);
}

void tnt_because(struct tnt_path *path, const struct tnt_hop *hop,
		 enum tnt_rule rule, int value, int limit)
{
	tnt_evidence_reason(&path->evidence,
			    (struct tnt_reason){
				    .at = (uint16_t)(hop - path->hops.at),
				    .rule = (uint8_t)rule,
				    .value = (int16_t)value,
				    .limit = (int16_t)limit,
			    });
}

enum tnt_message tnt_message_of(const struct scamper_hop *reply)
{
	static const struct {
		uint8_t echo_reply, time_exceeded, unreachable, port;
	} numbers[] = {{0, 11, 3, 3}, {129, 3, 1, 4}}, *n;

	if (reply->flags & (SCAMPER_HOP_TCP | SCAMPER_HOP_UDP))
		return TNT_OTHER;
	n = &numbers[reply->addr.type == SCAMPER_ADDR_IPV6];
	if (reply->icmp_type == n->time_exceeded)
		return TNT_TIME_EXCEEDED;
	if (reply->icmp_type == n->echo_reply)
		return TNT_ECHO_REPLY;
	if (reply->icmp_type != n->unreachable)
		return TNT_OTHER;
	return reply->icmp_code == n->port ? TNT_PORT_UNREACHABLE
					   : TNT_UNREACHABLE;
}

struct tnt_hop tnt_hop_of(const struct scamper_hop *reply)
{
	struct tnt_hop hop = {.reply = reply};

	if (reply)
		hop.addr = tnt_addr_of(&reply->addr);
	return hop;
}

void tnt_path_init(struct tnt_path *path, struct scamper_trace *trace)
{
	*path = (struct tnt_path){
		.trace = trace,
		.dst = tnt_addr_of(&trace->dst),
		.first_ttl = trace->first_hop ? trace->first_hop : 1,
	};
	/* A TTL has 8 bits; a file may claim more hops. */
	for (unsigned int ttl = 1; ttl <= trace->hop_count && ttl < 256;
	     ttl++) {
		struct tnt_hop hop = tnt_hop_of(scamper_trace_hop(trace, ttl));

		tnt_hops_push(&path->hops, &hop);
	}
}

void tnt_path_free(struct tnt_path *path)
{
	tnt_hops_free(&path->hops);
	scamper_trace_free(path->trace);
	scamper_trace_free(path->revealed);
	tnt_evidence_free(&path->evidence);
	*path = (struct tnt_path){0};
}
