/* SPDX-License-Identifier: BSD-3-Clause */
/* The annotation as attributes of type 14; layout in docs/tnt.md. */
#include "record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "record_bytes.h"
#include "record_sections.h"

#define VERSION     1
#define VERSION6    2 /* addresses of 16 bytes */
#define PART_HEADER 3 /* version, number of the part, number of parts */
#define PART_BODY   (4095 - PART_HEADER)
#define PARTS_MAX   255

#define IS_ANSWERED 0x01
#define IS_REVEALED 0x02

static void put_reply(struct tnt_bytes *b, const struct scamper_hop *r)
{
	tnt_put_addr(b, tnt_addr_of(&r->addr));
	tnt_put(b, r->probe_ttl, 1);
	tnt_put(b, r->attempt, 1);
	tnt_put(b, r->flags, 1);
	tnt_put(b, r->reply_ttl, 1);
	tnt_put(b, r->reply_tos, 1);
	tnt_put(b, r->icmp_type, 1);
	tnt_put(b, r->icmp_code, 1);
	tnt_put(b, r->tcp_flags, 1);
	tnt_put(b, r->quoted_ttl, 1);
	tnt_put(b, r->quoted_tos, 1);
	tnt_put(b, r->quoted_len, 2);
	tnt_put(b, r->probe_size, 2);
	tnt_put(b, r->reply_size, 2);
	tnt_put(b, r->reply_ipid, 2);
	tnt_put(b, r->next_hop_mtu, 2);
	tnt_put(b, r->rtt_us, 4);
	tnt_put(b, r->tx.sec, 4);
	tnt_put(b, r->tx.usec, 4);
	tnt_put(b, r->ext_len, 2);
	tnt_put_data(b, r->ext, r->ext_len);
}

static struct scamper_hop *get_reply(struct tnt_bytes *b)
{
	struct scamper_hop *r = scamper_hop_new();

	if (!r)
		tnt_out_of_memory();
	r->addr = tnt_addr_to(tnt_get_addr(b));
	r->probe_ttl = (uint8_t)tnt_get(b, 1);
	r->attempt = (uint8_t)tnt_get(b, 1);
	r->flags = (uint8_t)tnt_get(b, 1);
	r->reply_ttl = (uint8_t)tnt_get(b, 1);
	r->reply_tos = (uint8_t)tnt_get(b, 1);
	r->icmp_type = (uint8_t)tnt_get(b, 1);
	r->icmp_code = (uint8_t)tnt_get(b, 1);
	r->tcp_flags = (uint8_t)tnt_get(b, 1);
	r->quoted_ttl = (uint8_t)tnt_get(b, 1);
	r->quoted_tos = (uint8_t)tnt_get(b, 1);
	r->quoted_len = (uint16_t)tnt_get(b, 2);
	r->probe_size = (uint16_t)tnt_get(b, 2);
	r->reply_size = (uint16_t)tnt_get(b, 2);
	r->reply_ipid = (uint16_t)tnt_get(b, 2);
	r->next_hop_mtu = (uint16_t)tnt_get(b, 2);
	r->rtt_us = (uint32_t)tnt_get(b, 4);
	r->tx.sec = (uint32_t)tnt_get(b, 4);
	r->tx.usec = (uint32_t)tnt_get(b, 4);
	r->ext_len = (uint16_t)tnt_get(b, 2);
	if (r->ext_len > b->size - b->used) {
		b->bad = true;
		r->ext_len = 0;
	}
	if (r->ext_len) {
		r->ext = tnt_alloc(1, r->ext_len);
		memcpy(r->ext, b->at + b->used, r->ext_len);
		b->used += r->ext_len;
	}
	return r;
}

static bool stores_reply(const struct tnt_hop *hop)
{
	return hop->revealed && hop->reply;
}

static void put_hop(struct tnt_bytes *b, const struct tnt_hop *hop)
{
	size_t place = tnt_put_place(b, 2);

	tnt_put(b,
		(hop->reply ? IS_ANSWERED : 0u) |
			(hop->revealed ? IS_REVEALED : 0u),
		1);
	tnt_put(b, hop->step, 1);
	tnt_put(b, hop->er_ttl, 1);
	tnt_put(b, hop->tags, 1);
	tnt_put(b, hop->failures, 1);
	tnt_put(b, hop->discovery, 2);
	if (stores_reply(hop))
		put_reply(b, hop->reply);
	tnt_put_length(b, place, 2);
}

static bool needs_ipv6(const struct tnt_path *path)
{
	for (size_t i = 0; i < path->hops.count; i++)
		if (stores_reply(&path->hops.at[i]) &&
		    !tnt_addr_is_ipv4(path->hops.at[i].addr))
			return true;
	for (size_t i = 0; i < path->evidence.attempt_count; i++)
		if (!tnt_addr_is_ipv4(path->evidence.attempts[i].target))
			return true;
	return false;
}

static struct tnt_bytes serialise(const struct tnt_path *path)
{
	struct tnt_bytes b = {.wide = needs_ipv6(path)};

	tnt_put(&b, path->probes_upstream, 4);
	tnt_put(&b, path->probes_once, 4);
	tnt_put(&b, path->hops.count, 2);
	for (size_t i = 0; i < path->hops.count; i++)
		put_hop(&b, &path->hops.at[i]);
	tnt_sections_put(&b, path);
	return b;
}

static void drop_old(struct scamper_trace *trace)
{
	struct scamper_attr **link = &trace->attrs;

	while (*link) {
		struct scamper_attr *attr = *link;

		if (attr->type != TNT_ATTR_TYPE) {
			link = &attr->next;
			continue;
		}
		*link = attr->next;
		free(attr);
	}
}

int tnt_attr_add(struct tnt_path *path)
{
	struct tnt_bytes b = serialise(path);
	size_t parts = (b.used + PART_BODY - 1) / PART_BODY;
	int rc = parts > PARTS_MAX ? -E2BIG : 0;

	drop_old(path->trace);
	for (size_t i = 0; i < parts && !rc; i++) {
		uint8_t part[PART_HEADER + PART_BODY] = {
			b.wide ? VERSION6 : VERSION, (uint8_t)i,
			(uint8_t)parts};
		size_t len = b.used - i * PART_BODY;

		if (len > PART_BODY)
			len = PART_BODY;
		memcpy(part + PART_HEADER, b.at + i * PART_BODY, len);
		rc = scamper_trace_add_attr(path->trace, TNT_ATTR_TYPE, part,
					    PART_HEADER + len);
	}
	free(b.at);
	return rc;
}

/* Joins the parts; false: one is missing, double, or of another version. */
static bool join(const struct scamper_trace *trace, struct tnt_bytes *b)
{
	unsigned int parts = 0, next = 0, version = VERSION;

	for (const struct scamper_attr *a = trace->attrs; a; a = a->next) {
		if (a->type != TNT_ATTR_TYPE)
			continue;
		if (a->len < PART_HEADER || a->data[1] != next)
			return false;
		if (next++ && (parts != a->data[2] || version != a->data[0]))
			return false;
		version = a->data[0];
		parts = a->data[2];
		tnt_put_data(b, a->data + PART_HEADER, a->len - PART_HEADER);
	}
	b->size = b->used;
	b->used = 0;
	b->wide = version == VERSION6;
	return next == parts && (b->wide || version == VERSION);
}

/* What was concluded about a hop, without its reply. */
static struct tnt_hop get_note(struct tnt_bytes *b)
{
	struct tnt_hop hop = {0};

	hop.step = (uint8_t)tnt_get(b, 1);
	hop.er_ttl = (uint8_t)tnt_get(b, 1);
	hop.tags = (uint8_t)tnt_get(b, 1);
	hop.failures = (uint8_t)tnt_get(b, 1);
	hop.discovery = (uint16_t)tnt_get(b, 2);
	return hop;
}

static const struct scamper_hop *get_revealed(struct tnt_path *path,
					      struct tnt_bytes *b)
{
	struct scamper_hop *reply = get_reply(b);

	if (scamper_trace_append(path->revealed, reply))
		tnt_out_of_memory();
	return reply;
}

/* One hop. `ttl`: of the next plain hop. */
static bool get_hop(struct tnt_path *path, struct tnt_bytes *all,
		    unsigned int *ttl)
{
	/* What a later version adds is skipped. */
	struct tnt_bytes b = tnt_get_part(all, tnt_get(all, 2));
	struct tnt_hop hop;
	unsigned int what;

	if (b.bad)
		return false;
	what = (unsigned int)tnt_get(&b, 1);
	hop = get_note(&b);
	hop.revealed = what & IS_REVEALED;
	if (!hop.revealed)
		hop.reply = scamper_trace_hop(path->trace, (*ttl)++);
	else if (what & IS_ANSWERED)
		hop.reply = get_revealed(path, &b);
	hop.addr = tnt_hop_of(hop.reply).addr;
	if (b.bad || !hop.reply != !(what & IS_ANSWERED))
		return false;
	tnt_hops_push(&path->hops, &hop);
	return true;
}

static bool get_path(struct tnt_path *path, struct tnt_bytes *b)
{
	unsigned int ttl = 1, count;

	path->hops.count = 0;
	path->revealed = scamper_trace_new();
	if (!path->revealed)
		tnt_out_of_memory();
	path->probes_upstream = (uint32_t)tnt_get(b, 4);
	path->probes_once = (uint32_t)tnt_get(b, 4);
	count = (unsigned int)tnt_get(b, 2);
	while (count-- && !b->bad)
		if (!get_hop(path, b, &ttl))
			return false;
	path->annotated = true;
	return !b->bad && tnt_sections_get(b, path);
}

bool tnt_attr_read(struct tnt_path *path)
{
	struct tnt_bytes b = {0};
	bool ok = join(path->trace, &b) && get_path(path, &b);

	free(b.at);
	return ok;
}
