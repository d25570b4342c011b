/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Records with random values of every kind: what our writers print of them is
 * byte for byte what Debian's tools print of our warts, and our reader gives
 * back what was written.
 */
#include "test.h"

#include <stdio.h>

#include <scamper/dealias.h>
#include <scamper/tracelb.h>

#include "../../../lib-scamper/src/packet.h"
#include "../../../lib-scamper/src/result.h"
#include "../../../lib-scamper/src/result_dealias.h"
#include "../../../lib-scamper/src/result_tracelb.h"
#include "records.h"

enum { RECORDS = 1000 };

static uint32_t random_state;

static uint32_t draw(void)
{
	random_state = random_state * 1664525 + 1013904223;
	return random_state >> 4;
}

static bool chance(uint32_t one_in)
{
	return draw() % one_in == 0;
}

static uint32_t below(uint32_t limit)
{
	return draw() % limit;
}

static uint32_t number(void)
{
	return draw() << 16 ^ draw();
}

static struct scamper_time time_of(void)
{
	return (struct scamper_time){1 + (number() >> 1), below(1000000)};
}

static struct scamper_addr address(bool ipv6)
{
	struct scamper_addr addr = scamper_addr_ipv4(number());

	if (!ipv6)
		return addr;
	addr.type = SCAMPER_ADDR_IPV6;
	addr.len = 16;
	for (int i = 0; i < 16; i++)
		addr.bytes[i] = chance(2) ? 0 : (uint8_t)draw();
	return addr;
}

static char *copy(const char *text)
{
	char *out = malloc(strlen(text) + 1);

	assert_non_null(out);
	return strcpy(out, text);
}

/* One or two objects; class 1 type 1 are label stacks. */
static uint8_t *extensions(uint16_t *len)
{
	uint8_t *ext = malloc(64), *p = ext;

	assert_non_null(ext);
	for (uint32_t i = 1 + below(2); i > 0; i--) {
		uint32_t words = 1 + below(3);

		*p++ = 0;
		*p++ = (uint8_t)(4 * words);
		*p++ = chance(4) ? 2 : 1;
		*p++ = 1;
		for (uint32_t b = 0; b < 4 * words; b++)
			*p++ = (uint8_t)draw();
	}
	*len = (uint16_t)(p - ext);
	return ext;
}

static void icmp_of(bool ipv6, uint8_t *type, uint8_t *code)
{
	static const uint8_t types[2][6] = {{0, 3, 3, 11, 11, 12},
					    {1, 2, 3, 3, 4, 129}};

	*type = types[ipv6][below(6)];
	*code = (uint8_t)below(16);
}

/* (Of a reply by UDP sc_warts2text prints what happens to be in memory.) */
static struct scamper_hop *random_hop(uint8_t ttl, bool ipv6, uint8_t method)
{
	bool tcp =
		method == SCAMPER_TRACE_TCP || method == SCAMPER_TRACE_TCP_ACK;
	struct scamper_hop *hop = scamper_hop_new();

	assert_non_null(hop);
	hop->addr = address(ipv6);
	hop->probe_ttl = ttl;
	hop->reply_ttl = (uint8_t)draw();
	hop->attempt = (uint8_t)below(4);
	hop->rtt_us = number();
	hop->probe_size = (uint16_t)draw();
	hop->reply_size = (uint16_t)draw();
	hop->reply_ipid = chance(5) ? 0 : (uint16_t)draw();
	hop->reply_tos = (uint8_t)draw();
	hop->flags = SCAMPER_HOP_REPLY_TTL;
	if (!chance(6))
		hop->tx = time_of();
	if (chance(8))
		hop->name = copy("host.example");
	if (tcp && chance(3)) {
		hop->flags |= SCAMPER_HOP_TCP;
		hop->tcp_flags = (uint8_t)draw();
		return hop;
	}
	icmp_of(ipv6, &hop->icmp_type, &hop->icmp_code);
	hop->quoted_ttl = chance(3) ? (uint8_t)draw() : 1;
	hop->quoted_len = chance(3) ? (uint16_t)draw() : hop->probe_size;
	hop->quoted_tos = (uint8_t)draw();
	if (chance(3))
		hop->ext = extensions(&hop->ext_len);
	if (chance(3))
		hop->next_hop_mtu = (uint16_t)draw();
	return hop;
}

static struct scamper_trace *random_trace(void)
{
	struct scamper_trace *t = scamper_trace_new();
	bool ipv6 = chance(4);

	assert_non_null(t);
	t->src = address(ipv6);
	t->dst = address(ipv6);
	t->start = time_of();
	t->type = (uint8_t)(1 + below(6));
	t->stop_reason = (uint8_t)below(12);
	t->stop_data = (uint8_t)draw();
	t->flags = chance(3) ? SCAMPER_TRACE_ALL_ATTEMPTS : 0;
	if (t->type == SCAMPER_TRACE_ICMP_PARIS)
		t->flags |= SCAMPER_TRACE_ICMP_SUM;
	if (chance(8))
		t->flags |= SCAMPER_TRACE_PTR | SCAMPER_TRACE_DATALINK;
	t->attempts = (uint8_t)(1 + below(4));
	t->hop_limit = (uint8_t)draw();
	t->probe_size = (uint16_t)draw();
	t->sport = (uint16_t)draw();
	t->dport = (uint16_t)draw();
	t->first_hop = (uint8_t)(1 + below(3));
	t->tos = (uint8_t)draw();
	t->wait_s = (uint8_t)draw();
	t->wait_probe = (uint8_t)draw();
	t->loops = (uint8_t)draw();
	t->gap_limit = (uint8_t)draw();
	t->gap_action = 1;
	t->probe_count = (uint16_t)draw();
	t->hop_count = (uint16_t)below(12);
	t->confidence = chance(3) ? 95 : 0;
	t->userid = chance(2) ? number() : 0;
	if (chance(6))
		t->router = address(ipv6);
	if (chance(6))
		t->squeries = 3;
	for (uint8_t ttl = 1; ttl <= t->hop_count; ttl++)
		for (uint32_t i = below(3); i > 0; i--)
			assert_int_equal(
				scamper_trace_append(
					t, random_hop(ttl, ipv6, t->type)),
				0);
	/* Addresses that come again are written as numbers. */
	for (uint32_t i = 1; i < t->hops_used; i++)
		if (chance(3))
			t->hops[i]->addr = t->hops[below(i)]->addr;
	return t;
}

static void random_options(struct scamper_ping_reply *r, bool times_only)
{
	struct scamper_ip_options *o = calloc(1, sizeof(*o));

	assert_non_null(o);
	r->ip_options = o;
	if (chance(2))
		o->route_used = (uint8_t)(1 + below(3));
	for (int i = 0; i < o->route_used; i++)
		o->route[i] = address(false);
	if (chance(2))
		return;
	o->have_times = true;
	o->times_used = (uint8_t)(1 + below(2));
	/* Debian's tools die of a list that is not of the kind asked for. */
	o->time_addrs_used = times_only ? 0 : o->times_used;
	for (int i = 0; i < o->times_used; i++)
		o->times[i] = number();
	for (int i = 0; i < o->time_addrs_used; i++)
		o->time_addrs[i] = address(false);
}

static struct scamper_ping_reply *random_reply(const struct scamper_ping *p,
					       uint16_t probe)
{
	struct scamper_ping_reply *r = calloc(1, sizeof(*r));
	bool ipv6 = p->dst.type == SCAMPER_ADDR_IPV6;
	bool icmp = p->method == SCAMPER_PING_ICMP_ECHO ||
		    p->method == SCAMPER_PING_ICMP_TIME || chance(2);
	bool udp = p->method == SCAMPER_PING_UDP ||
		   p->method == SCAMPER_PING_UDP_DPORT;

	assert_non_null(r);
	r->addr = address(ipv6);
	r->probe = probe;
	r->flags = ipv6 ? (uint8_t)(below(8) | 1) : 7;
	r->reply_ttl = (uint8_t)draw();
	r->proto = icmp  ? (ipv6 ? PROTO_ICMP6 : PROTO_ICMP)
		   : udp ? PROTO_UDP
			 : PROTO_TCP;
	r->icmp_type = (uint8_t)below(16);
	r->icmp_code = (uint8_t)below(16);
	r->tcp_flags = (uint8_t)draw();
	r->reply_size = (uint16_t)draw();
	r->reply_ipid = ipv6 ? 0 : (uint16_t)draw();
	r->probe_ipid = ipv6 ? 0 : (uint16_t)draw();
	r->reply_ipid32 = ipv6 ? number() : 0;
	r->rtt_us = below(3000000);
	if (!chance(6))
		r->tx = time_of();
	if (!ipv6 && chance(6))
		random_options(r, p->flags & SCAMPER_PING_TS_ONLY);
	if (p->method == SCAMPER_PING_ICMP_TIME && chance(2)) {
		r->have_icmp_times = true;
		for (int i = 0; i < 3; i++)
			r->icmp_times[i] = number();
	}
	return r;
}

static struct scamper_ping *random_ping(void)
{
	struct scamper_ping *p = scamper_ping_new();
	bool ipv6 = chance(4);

	assert_non_null(p);
	p->src = address(ipv6);
	p->dst = address(ipv6);
	p->start = time_of();
	p->method = (uint8_t)below(SCAMPER_PING_TCP_RST + 1);
	if (ipv6 && p->method == SCAMPER_PING_ICMP_TIME)
		p->method = SCAMPER_PING_ICMP_ECHO;
	p->stop_reason = (uint8_t)below(4);
	p->sent = (uint16_t)below(9);
	p->probe_count = p->sent;
	p->size = (uint16_t)draw();
	p->ttl = (uint8_t)draw();
	p->wait_s = (uint8_t)draw();
	p->timeout_s = chance(4) ? (uint8_t)draw() : p->wait_s;
	p->wait_us = chance(4) ? below(1000000) : 0;
	p->tos = chance(4) ? (uint8_t)draw() : 0;
	p->sport = (uint16_t)draw();
	p->dport = (uint16_t)draw();
	p->userid = chance(2) ? number() : 0;
	p->flags = chance(4) ? (uint8_t)draw() : 0;
	p->icmp_sum = (uint16_t)draw();
	if (chance(4)) {
		p->tcp_seq = number();
		p->tcp_ack = number();
	}
	if (chance(4)) {
		p->data = malloc(3);
		assert_non_null(p->data);
		memcpy(p->data, "\1\xab\3", 3);
		p->data_len = 3;
	}
	if (chance(6)) {
		p->tsps_used = 2;
		p->tsps[0] = address(false);
		p->tsps[1] = address(false);
	}
	for (uint16_t probe = 0; probe < p->sent; probe++)
		for (uint32_t i = below(3) % 2 + chance(10); i > 0; i--)
			assert_int_equal(
				scamper_ping_append(p, random_reply(p, probe)),
				0);
	for (uint32_t i = 1; i < p->replies_used; i++)
		if (chance(3))
			p->replies[i]->addr = p->replies[below(i)]->addr;
	return p;
}

static void random_lb_reply(struct scamper_lb_probe *probe,
			    const struct scamper_addr *from, bool tcp)
{
	struct scamper_lb_reply *r = lb_add_reply(probe);
	bool ipv6 = from->type == SCAMPER_ADDR_IPV6;

	assert_non_null(r);
	r->addr = *from;
	r->rx = probe->tx;
	r->rx.sec += below(3);
	r->rx.usec = probe->tx.usec + below(1000000 - probe->tx.usec);
	r->ipid = ipv6 ? 0 : (uint16_t)draw();
	r->ttl = (uint8_t)draw();
	r->flags = SCAMPER_LB_REPLY_TTL;
	r->quoted_ttl = (uint8_t)draw();
	r->quoted_tos = (uint8_t)draw();
	if (tcp && chance(2)) {
		r->flags |= SCAMPER_LB_REPLY_TCP;
		r->tcp_flags = (uint8_t)draw();
		return;
	}
	icmp_of(ipv6, &r->icmp_type, &r->icmp_code);
	if (chance(6))
		r->ext = extensions(&r->ext_len);
}

/* Probes that mostly one of the addresses answered. */
static void random_set(struct scamper_lb_set *set,
		       const struct scamper_addr *addrs, uint32_t addrs_used,
		       bool tcp)
{
	for (uint32_t i = 1 + below(6); i > 0; i--) {
		struct scamper_lb_probe *probe = calloc(1, sizeof(*probe));

		assert_non_null(probe);
		probe->tx = time_of();
		probe->flow = (uint16_t)below(4);
		probe->ttl = (uint8_t)draw();
		probe->attempt = (uint8_t)below(2);
		for (uint32_t r = chance(4) ? below(3) : 1; r > 0; r--)
			random_lb_reply(probe, &addrs[below(addrs_used)], tcp);
		assert_int_equal(lb_append_probe(set, probe), 0);
	}
}

/* Links of a node: one of one or several sets, which may be open, or several
 * of one set each (Debian's tools die of several that are open). */
static void random_links(struct scamper_tracelb *t, uint16_t from)
{
	bool ipv6 = t->dst.type == SCAMPER_ADDR_IPV6;
	uint32_t degree = below(4);
	bool tcp = t->type >= SCAMPER_TRACELB_TCP_SPORT;

	for (uint32_t i = 0; i < degree; i++) {
		struct scamper_lb_link *link = lb_add_link(t);
		uint32_t sets = degree == 1 ? 1 + below(3) : 1;

		assert_non_null(link);
		link->from = from;
		link->to = (uint16_t)below(t->nodes_used);
		link->open = degree == 1 && chance(4);
		for (uint32_t s = 0; s < sets; s++) {
			struct scamper_addr addrs[3] = {
				address(ipv6), address(ipv6), address(ipv6)};
			struct scamper_lb_set *set = lb_add_set(link);

			assert_non_null(set);
			if (s + 1 == sets && !link->open)
				addrs[0] = t->nodes[link->to]->addr;
			random_set(set, addrs, 1 + below(3), tcp);
		}
	}
}

static struct scamper_tracelb *random_tracelb(void)
{
	struct scamper_tracelb *t = scamper_tracelb_new();
	bool ipv6 = chance(4);
	uint32_t nodes = below(6);

	assert_non_null(t);
	t->src = address(ipv6);
	t->dst = address(ipv6);
	t->start = time_of();
	t->type = (uint8_t)(1 + below(5));
	t->first_hop = (uint8_t)draw();
	t->wait_s = (uint8_t)draw();
	t->wait_probe = (uint8_t)draw();
	t->attempts = (uint8_t)draw();
	t->confidence = chance(2) ? 95 : 99;
	t->tos = (uint8_t)draw();
	t->gap_limit = (uint8_t)draw();
	t->flags = chance(6) ? SCAMPER_TRACELB_PTR : 0;
	t->probe_size = (uint16_t)draw();
	t->sport = (uint16_t)draw();
	t->dport = (uint16_t)draw();
	t->probe_count = draw();
	t->probe_max = draw();
	t->userid = chance(2) ? number() : 0;
	if (chance(6))
		t->router = address(ipv6);
	for (uint32_t i = 0; i < nodes; i++) {
		struct scamper_lb_node *node = lb_add_node(t);

		assert_non_null(node);
		node->addr = address(ipv6);
		node->have_quoted_ttl = !chance(4);
		node->quoted_ttl = node->have_quoted_ttl ? (uint8_t)draw() : 0;
		if (chance(6))
			node->name = copy("router.example");
	}
	for (uint32_t i = 0; i < nodes; i++)
		random_links(t, (uint16_t)i);
	return t;
}

static void random_def(struct scamper_dealias *d, bool ipv6)
{
	struct scamper_dealias_def *def = dealias_add_def(d);

	assert_non_null(def);
	def->src = address(ipv6);
	def->dst = address(ipv6);
	def->method = (uint8_t)(1 + below(6));
	def->ttl = (uint8_t)draw();
	def->tos = chance(2) ? (uint8_t)draw() : 0;
	def->size = chance(2) ? (uint16_t)draw() : 0;
	def->mtu = chance(3) ? (uint16_t)(68 + below(1000)) : 0;
	if (def->method == SCAMPER_PROBE_ICMP_ECHO) {
		def->icmp_id = (uint16_t)draw();
		def->icmp_sum = chance(2) ? (uint16_t)draw() : 0;
		return;
	}
	def->sport = (uint16_t)draw();
	def->dport = (uint16_t)draw();
	if (dealias_proto(def) == PROTO_TCP)
		def->tcp_flags = (uint8_t)draw();
}

static void random_dealias_reply(struct scamper_dealias_probe *probe,
				 const struct scamper_dealias_def *def)
{
	struct scamper_dealias_reply *r = dealias_add_reply(probe);
	bool ipv6 = def->dst.type == SCAMPER_ADDR_IPV6;

	assert_non_null(r);
	r->addr = chance(3) ? address(ipv6) : def->dst;
	r->rx = time_of();
	r->ttl = (uint8_t)draw();
	if (!ipv6) {
		r->ipid = (uint16_t)draw();
	} else if (chance(2)) {
		r->ipid32 = draw();
		r->flags = SCAMPER_DEALIAS_IPID32;
	}
	if (dealias_proto(def) == PROTO_TCP && chance(2)) {
		r->proto = PROTO_TCP;
		r->tcp_flags = (uint8_t)draw();
		return;
	}
	r->proto = ipv6 ? PROTO_ICMP6 : PROTO_ICMP;
	r->icmp_type = chance(2) ? (ipv6 ? ICMP6_ECHO_REPLY : ICMP_ECHO_REPLY)
				 : (ipv6 ? ICMP6_UNREACH : ICMP_UNREACH);
	r->icmp_code = (uint8_t)below(16);
	if (r->icmp_type == (ipv6 ? ICMP6_UNREACH : ICMP_UNREACH))
		r->quoted_ttl = (uint8_t)draw();
}

static void random_prefixscan(struct scamper_dealias *d)
{
	d->a = address(false);
	d->b = address(false);
	if (chance(2))
		d->ab = address(false);
	d->prefix_len = (uint8_t)(24 + below(8));
	d->fudge = (uint16_t)draw();
	d->wait_probe = (uint16_t)draw();
	d->reply_count = (uint8_t)(3 + below(4));
	if (chance(2))
		d->flags |= SCAMPER_DEALIAS_CSA;
	d->excluded_used = (uint16_t)below(4);
	d->excluded = calloc(4, sizeof(*d->excluded));
	assert_non_null(d->excluded);
	for (uint16_t i = 0; i < d->excluded_used; i++)
		d->excluded[i] = address(false);
}

static struct scamper_dealias *random_dealias(void)
{
	struct scamper_dealias *d = scamper_dealias_new();
	bool ipv6 = chance(4);
	uint32_t defs = 2, probes = below(6);

	assert_non_null(d);
	d->method = (uint8_t)(1 + below(5));
	d->result = (uint8_t)below(4);
	d->start = time_of();
	d->userid = chance(2) ? number() : 0;
	d->attempts = (uint8_t)draw();
	d->wait_s = (uint8_t)draw();
	if (d->method == SCAMPER_DEALIAS_MERCATOR) {
		defs = 1;
	} else if (d->method == SCAMPER_DEALIAS_ALLY) {
		d->fudge = chance(2) ? (uint16_t)draw() : 0;
		d->wait_probe = (uint16_t)draw();
		d->flags = (uint8_t)below(2);
	} else if (d->method == SCAMPER_DEALIAS_RADARGUN) {
		defs = 1 + below(5);
		d->attempts = (uint16_t)draw();
		d->wait_probe = (uint16_t)draw();
		d->wait_round = draw();
		d->flags = (uint8_t)below(2);
	} else if (d->method == SCAMPER_DEALIAS_PREFIXSCAN) {
		ipv6 = false;
		defs = 1 + below(5);
		d->flags = (uint8_t)below(2);
		random_prefixscan(d);
	} else {
		d->wait_probe = (uint16_t)draw();
		d->bump_limit = (uint16_t)draw();
		d->wait_s = 0;
	}
	for (uint32_t i = 0; i < defs; i++)
		random_def(d, ipv6);
	for (uint32_t i = 0; i < probes; i++) {
		struct scamper_dealias_probe *p = dealias_add_probe(d);

		assert_non_null(p);
		p->def = below(defs);
		p->seq = below(3);
		p->tx = time_of();
		p->ipid = ipv6 ? 0 : (uint16_t)draw();
		for (uint32_t r = chance(4) ? below(3) : 1; r > 0; r--)
			random_dealias_reply(p, &d->defs[p->def]);
	}
	return d;
}

/* One result of a kind, written in all formats. */
static void write_all(struct scamper_writer *writers[3], int kind)
{
	struct scamper_result result = {0};

	if (kind == 0)
		result.trace = random_trace();
	else if (kind == 1)
		result.ping = random_ping();
	else if (kind == 2)
		result.tracelb = random_tracelb();
	else
		result.dealias = random_dealias();
	for (int f = 0; f < 3; f++)
		assert_int_equal(scamper_write_result(writers[f], &result), 0);
	scamper_trace_free(result.trace);
	scamper_ping_free(result.ping);
	scamper_tracelb_free(result.tracelb);
	scamper_dealias_free(result.dealias);
}

/* What differs is shown with what stands before it. */
static void expect_same(const char *what, const struct bytes *expected,
			const struct bytes *actual)
{
	size_t i = 0, from;

	while (i < expected->len && i < actual->len &&
	       expected->data[i] == actual->data[i])
		i++;
	from = i < 300 ? 0 : i - 300;
	if (i < expected->len || i < actual->len)
		fail_msg("%s: at %zu\n%.400s\nours:\n%.400s", what, i,
			 (const char *)expected->data + from,
			 (const char *)actual->data + from);
}

static void by_tool(const char *tool, const char *file, struct bytes *out)
{
	char command[600];

	snprintf(command, sizeof(command), "%s %s", tool, file);
	if (run_command(command, out) != 0)
		fail_msg("failed: %s", command);
}

static void compare_kind(int kind, const char *name)
{
	struct bytes out[3] = {0}, json = {0}, text = {0}, again = {0};
	struct scamper_writer *writers[3];
	struct scamper_error error = {0};
	const char *file;

	random_state = (uint32_t)kind + 1;
	for (int f = 0; f < 3; f++) {
		writers[f] = scamper_writer_new((enum scamper_format)f,
						bytes_sink(&out[f]));
		assert_non_null(writers[f]);
	}
	for (int i = 0; i < RECORDS; i++)
		write_all(writers, kind);
	for (int f = 0; f < 3; f++)
		scamper_writer_free(writers[f]);
	file = write_product(name, &out[SCAMPER_FORMAT_WARTS]);
	by_tool("sc_warts2json", file, &json);
	by_tool("sc_warts2text", file, &text);
	expect_same(name, &json, &out[SCAMPER_FORMAT_JSON]);
	expect_same(name, &text, &out[SCAMPER_FORMAT_TEXT]);
	assert_int_equal(convert(&out[SCAMPER_FORMAT_WARTS],
				 SCAMPER_LAYOUT_CURRENT, SCAMPER_FORMAT_WARTS,
				 &again, &error),
			 RECORDS);
	assert_int_equal(again.len, out[SCAMPER_FORMAT_WARTS].len);
	assert_memory_equal(again.data, out[SCAMPER_FORMAT_WARTS].data,
			    again.len);
	for (int f = 0; f < 3; f++)
		bytes_free(&out[f]);
	bytes_free(&json);
	bytes_free(&text);
	bytes_free(&again);
}

static void test_traces(void **state)
{
	(void)state;
	compare_kind(0, "traces.warts");
}

static void test_pings(void **state)
{
	(void)state;
	compare_kind(1, "pings.warts");
}

static void test_tracelbs(void **state)
{
	(void)state;
	compare_kind(2, "tracelbs.warts");
}

static void test_dealiases(void **state)
{
	(void)state;
	compare_kind(3, "dealiases.warts");
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_traces),
	cmocka_unit_test(test_pings),
	cmocka_unit_test(test_tracelbs),
	cmocka_unit_test(test_dealiases),
};

TEST_GROUP(generated_tests, tests);
