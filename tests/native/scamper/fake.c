/* SPDX-License-Identifier: BSD-3-Clause */
#include "fake.h"

#include <errno.h>
#include <scamper/result.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"
#include "test.h"

static const uint32_t our_addr = 0xac140002; /* 172.20.0.2 */

static int fake_send(void *backend, const uint8_t *packet, size_t len,
		     const struct scamper_probe *probe, uint64_t *tx_ns)
{
	struct fake *fake = backend;
	struct fake_sent *sent = &fake->sent[fake->sent_used];

	if (fake->send_error < 0)
		return fake->send_error;
	assert_true(fake->sent_used < FAKE_SENT);
	assert_true(len <= FAKE_BYTES);
	assert_int_equal(len, probe->size);
	fake->sent_used++;
	sent->at = fake->now;
	sent->dst = scamper_addr_to_ipv4(&probe->dst);
	sent->len = (uint16_t)len;
	sent->ttl = probe->ttl;
	memcpy(sent->bytes, packet, len);
	*tx_ns = fake->now;
	if (fake->respond)
		fake->respond(fake, sent);
	return fake->send_error;
}

static int fake_source(void *backend, const struct scamper_addr *dst,
		       struct scamper_addr *src)
{
	(void)backend;
	if (dst->type == SCAMPER_ADDR_IPV6) {
		assert_true(scamper_addr_parse_any("2001:db8::1", src));
		return 0;
	}
	if (scamper_addr_to_ipv4(dst) >> 24 == 99)
		return -ENETUNREACH;
	*src = scamper_addr_ipv4(our_addr);
	return 0;
}

static unsigned int fake_mtu(void *backend, const struct scamper_addr *src)
{
	(void)backend;
	(void)src;
	return 560;
}

static int fake_datalink(void *backend, bool fragments)
{
	return fragments ? ((struct fake *)backend)->no_fragments : 0;
}

static int fake_resolve(void *backend, const struct scamper_addr *addr)
{
	struct fake *fake = backend;

	if (!addr)
		return 0;
	assert_true(fake->asked_used < 64);
	fake->asked[fake->asked_used++] = *addr;
	return 0;
}

static const struct scamper_backend fake_backend = {.send = fake_send,
						    .source = fake_source,
						    .mtu = fake_mtu,
						    .datalink = fake_datalink,
						    .resolve = fake_resolve};

static void on_more(struct scamper_source *source, void *user)
{
	struct fake *fake = user;

	(void)source;
	assert_true(fake->credits < 64);
	fake->credit_at[fake->credits++] = fake->now;
	if (fake->on_credit)
		fake->on_credit(fake);
}

static void on_done(struct scamper_source *source, void *user, uint32_t id,
		    void *task_user, struct scamper_result *result)
{
	struct fake *fake = user;

	(void)source;
	assert_ptr_equal(task_user, fake);
	assert_true(fake->results_used < 64);
	fake->ids[fake->results_used] = id;
	fake->results[fake->results_used++] = result;
}

struct fake *fake_new(const struct scamper_engine_options *options)
{
	struct scamper_engine_options o = {
		.pps = 1000, .pid = 0x597, .features = &scamper_all_features};
	struct scamper_source_options so = {
		.hostname = "host",
		.start_sec = 1000,
		.ops = {on_more, on_done},
	};
	struct fake *fake = calloc(1, sizeof(*fake));

	assert_non_null(fake);
	if (options)
		o = *options;
	o.ops = &fake_backend;
	o.backend = fake;
	so.user = fake;
	fake->now = 5 * SEC;
	fake->stamp = SCAMPER_STAMP_DEVICE;
	fake->engine = scamper_engine_new(&o, NULL);
	assert_non_null(fake->engine);
	scamper_engine_set_wall_offset(fake->engine, 1000 * (int64_t)SEC);
	fake->source = scamper_source_open(fake->engine, &so, NULL);
	assert_non_null(fake->source);
	return fake;
}

void fake_free(struct fake *fake)
{
	for (uint32_t i = 0; i < fake->results_used; i++)
		scamper_result_free(fake->results[i]);
	scamper_engine_free(fake->engine);
	free(fake);
}

uint32_t fake_submit(struct fake *fake, const char *command)
{
	struct scamper_error error = {0};
	uint32_t id =
		scamper_source_submit(fake->source, command, fake, &error);

	assert_string_equal(error.text, "");
	assert_int_not_equal(id, 0);
	return id;
}

static struct fake_planned *first_planned(struct fake *fake)
{
	struct fake_planned *first = NULL;

	for (uint32_t i = 0; i < fake->planned_used; i++) {
		struct fake_planned *p = &fake->planned[i];

		if (!first || p->at < first->at ||
		    (p->at == first->at && p->order < first->order))
			first = p;
	}
	return first;
}

static void deliver(struct fake *fake, struct fake_planned *planned)
{
	struct fake_planned copy = *planned;

	*planned = fake->planned[--fake->planned_used];
	/* An exact allocation, so that reading beyond it is noticed. */
	uint8_t *bytes = malloc(copy.len ? copy.len : 1);

	assert_non_null(bytes);
	memcpy(bytes, copy.bytes, copy.len);
	scamper_engine_receive(fake->engine, bytes, copy.len, fake->now,
			       fake->stamp);
	free(bytes);
}

void fake_run_until(struct fake *fake, uint64_t until)
{
	for (int turns = 0; turns < 100000; turns++) {
		uint64_t at = scamper_engine_next_deadline(fake->engine);
		struct fake_planned *next = first_planned(fake);
		bool packet = next && next->at <= at;

		if (scamper_engine_finished(fake->engine))
			return;
		if (packet)
			at = next->at;
		if (at > until) {
			fake->now = until;
			return;
		}
		if (at > fake->now)
			fake->now = at;
		while (!fake->no_names && fake->named_used < fake->asked_used)
			scamper_engine_named(fake->engine,
					     &fake->asked[fake->named_used++],
					     "host");
		if (packet)
			deliver(fake, next);
		scamper_engine_poll(fake->engine, fake->now);
	}
	fail_msg("the engine does not come to an end");
}

void fake_run(struct fake *fake)
{
	scamper_source_no_more_commands(fake->source);
	fake_run_until(fake, UINT64_MAX - 1);
	assert_true(scamper_engine_finished(fake->engine));
}

struct scamper_result *fake_one(struct fake *fake, const char *command)
{
	fake_submit(fake, command);
	fake_run(fake);
	assert_int_equal(fake->results_used, 1);
	assert_non_null(fake->results[0]);
	return fake->results[0];
}

void fake_plan(struct fake *fake, const uint8_t *bytes, size_t len,
	       uint64_t delay)
{
	struct fake_planned *p = &fake->planned[fake->planned_used++];

	assert_true(fake->planned_used < FAKE_SENT && len <= FAKE_BYTES);
	p->at = fake->now + delay;
	p->order = fake->order++;
	p->len = (uint16_t)len;
	memcpy(p->bytes, bytes, len);
}

size_t fake_icmp(uint8_t *out, uint32_t from, uint32_t to, uint8_t ttl,
		 uint8_t type, uint8_t code, uint32_t word, const uint8_t *body,
		 size_t len)
{
	size_t total = IP_HEADER + ICMP_HEADER + len;
	uint8_t *icmp = out + IP_HEADER;

	assert_true(total <= FAKE_BYTES);
	memset(out, 0, total);
	out[0] = 0x45;
	out[1] = type == ICMP_ECHO_REPLY ? 0 : 0xc0;
	put16(out + 2, (uint16_t)total);
	put16(out + 4, 0x1234);
	out[8] = ttl;
	out[9] = PROTO_ICMP;
	put32(out + 12, from);
	put32(out + 16, to);
	put16(out + 10, (uint16_t)~packet_sum(0, out, IP_HEADER));
	icmp[0] = type;
	icmp[1] = code;
	put32(icmp + 4, word);
	if (len)
		memcpy(icmp + ICMP_HEADER, body, len);
	put16(icmp + 2, (uint16_t)~packet_sum(0, icmp, ICMP_HEADER + len));
	return total;
}

/* An ICMP error that quotes the probe, its TTL run down to 1. */
static void plan_error(struct fake *fake, const struct fake_sent *probe,
		       uint32_t from, uint8_t type, uint8_t code,
		       uint64_t delay)
{
	uint8_t quote[FAKE_BYTES], out[FAKE_BYTES];
	size_t len = probe->len < 128 ? probe->len : 128;

	memcpy(quote, probe->bytes, len);
	quote[8] = 1;
	len = fake_icmp(out, from, our_addr, 250, type, code, 0, quote, len);
	fake_plan(fake, out, len, delay);
}

void fake_time_exceeded(struct fake *fake, const struct fake_sent *probe,
			uint32_t from, uint64_t delay)
{
	plan_error(fake, probe, from, ICMP_TIME_EXCEEDED, 0, delay);
}

void fake_unreachable(struct fake *fake, const struct fake_sent *probe,
		      uint32_t from, uint8_t code, uint64_t delay)
{
	plan_error(fake, probe, from, ICMP_UNREACH, code, delay);
}

void fake_echo_reply(struct fake *fake, const struct fake_sent *probe,
		     uint64_t delay)
{
	const uint8_t *icmp = probe->bytes + IP_HEADER;
	uint8_t out[FAKE_BYTES];
	size_t len = fake_icmp(out, probe->dst, our_addr, 60, ICMP_ECHO_REPLY,
			       0, get32(icmp + 4), icmp + ICMP_HEADER,
			       probe->len - IP_HEADER - ICMP_HEADER);

	fake_plan(fake, out, len, delay);
}

void fake_answer(struct fake *fake, const struct fake_sent *probe,
		 uint64_t delay)
{
	if (probe->bytes[9] == PROTO_ICMP)
		fake_echo_reply(fake, probe, delay);
	else
		fake_unreachable(fake, probe, probe->dst, UNREACH_PORT, delay);
}
