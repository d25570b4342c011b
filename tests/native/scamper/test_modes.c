/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The rarer modes of a trace (scamper.md section 3) on a made-up network.
 * Verdicts and numbers of probes were compared with Debian's scamper 20211212
 * on the same behaviour.
 */
#include "test.h"

#include <stdio.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"
#include "fake.h"
#include "records.h"

enum { DEST_TTL = 6, HOP = 0x1e000000 /* 30.0.0.x */, NARROW = 400 };

static struct fake *network(void (*respond)(struct fake *,
					    const struct fake_sent *))
{
	struct fake *fake = fake_new(NULL);

	fake->respond = respond;
	return fake;
}

static struct scamper_trace *run(struct fake *fake, const char *command)
{
	struct scamper_trace *trace = fake_one(fake, command)->trace;

	assert_non_null(trace);
	return trace;
}

static void expect_end(const struct scamper_trace *t, int reason, int hop_count,
		       int probes)
{
	assert_int_equal(t->stop_reason, reason);
	assert_int_equal(t->hop_count, hop_count);
	assert_int_equal(t->probe_count, probes);
}

static void chain(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl >= DEST_TTL)
		fake_answer(fake, probe, 10 * MS);
	else
		fake_time_exceeded(fake, probe, HOP + probe->ttl, 10 * MS);
}

/* Three at a time: 6 TTLs of 10 ms in two and a bit round trips. */
static void test_window(void **state)
{
	struct fake *fake = network(chain);
	struct scamper_trace *t = run(fake, "trace -N 3 20.0.0.1");

	(void)state;
	assert_int_equal(t->stop_reason, SCAMPER_TRACE_COMPLETED);
	assert_int_equal(t->hop_count, 6);
	assert_int_equal(t->hops_used, 6);
	assert_int_equal(t->squeries, 3);
	for (unsigned int i = 0; i < 3; i++)
		assert_int_equal(fake->sent[i].at, 5 * SEC + i * MS);
	assert_int_equal(fake->sent[3].at, 5 * SEC + 10 * MS);
	assert_true(fake->now < 5 * SEC + 25 * MS);
	fake_free(fake);
}

static void silent_from_4(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl < 4)
		fake_time_exceeded(fake, probe, HOP + probe->ttl, MS);
}

static void test_window_gap(void **state)
{
	struct fake *fake = network(silent_from_4);
	struct scamper_trace *t =
		run(fake, "trace -N 2 -g 3 -q 2 -w 1 20.0.0.1");

	(void)state;
	expect_end(t, SCAMPER_TRACE_GAPLIMIT, 6, 9);
	assert_int_equal(t->hops_used, 3);
	fake_free(fake);
	fake = network(chain);
	t = run(fake, "trace -N 4 -m 3 20.0.0.1");
	expect_end(t, SCAMPER_TRACE_HOPLIMIT, 3, 3);
	fake_free(fake);
}

/* An early TTL answers last: it still belongs to the trace. */
static void late_second(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl == 2)
		fake_time_exceeded(fake, probe, HOP + 2, 900 * MS);
	else
		chain(fake, probe);
}

static void test_window_order(void **state)
{
	struct fake *fake = network(late_second);
	struct scamper_trace *t = run(fake, "trace -N 10 -g 11 20.0.0.1");

	(void)state;
	assert_int_equal(t->stop_reason, SCAMPER_TRACE_COMPLETED);
	assert_int_equal(t->hop_count, 6);
	assert_int_equal(t->hops_used, 6);
	assert_int_equal(t->hops[1]->rtt_us, 900000);
	fake_free(fake);
}

static void test_window_halt(void **state)
{
	struct fake *fake = network(chain);

	(void)state;
	fake_submit(fake, "trace -N 4 20.0.0.1");
	fake_run_until(fake, 5 * SEC + 12 * MS);
	assert_true(scamper_source_halt(fake->source, 1, NULL));
	fake_run(fake);
	assert_int_equal(fake->results[0]->trace->stop_reason,
			 SCAMPER_TRACE_HALTED);
	fake_free(fake);
}

/* TTL 2 has two interfaces: 11 probes there, 6 at the others. */
static void two_at_2(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl == 2)
		fake_time_exceeded(fake, probe, HOP + 2 + fake->sent_used % 2,
				   MS);
	else if (probe->ttl < 3)
		fake_time_exceeded(fake, probe, HOP + 100, MS);
	else
		fake_answer(fake, probe, MS);
}

static void test_confidence(void **state)
{
	struct fake *fake = network(two_at_2);

	(void)state;
	expect_end(run(fake, "trace -c 95 20.0.0.1"), SCAMPER_TRACE_COMPLETED,
		   3, 6 + 11 + 6);
	fake_free(fake);
	fake = network(two_at_2);
	expect_end(run(fake, "trace -c 99 20.0.0.1"), SCAMPER_TRACE_COMPLETED,
		   3, 8 + 15 + 8);
	fake_free(fake);
	fake = network(NULL);
	expect_end(run(fake, "trace -c 95 -g 2 -w 1 20.0.0.1"),
		   SCAMPER_TRACE_GAPLIMIT, 2, 12);
	fake_free(fake);
}

static void test_global_stop_set(void **state)
{
	struct fake *fake = network(chain);
	struct scamper_trace *t =
		run(fake, "trace -f 3 -z 9.9.9.9 -z 30.0.0.5 20.0.0.1");

	(void)state;
	expect_end(t, SCAMPER_TRACE_GSS, 5, 5);
	assert_int_equal(t->hops_used, 5);
	assert_int_equal(t->hops[0]->probe_ttl, 1);
	assert_int_equal(fake->sent[3].ttl, 2);
	assert_int_equal(t->doubletree->first_hop, 3);
	assert_int_equal(scamper_addr_to_ipv4(&t->doubletree->global_stop),
			 HOP + 5);
	assert_int_equal(t->flags, SCAMPER_TRACE_DOUBLETREE);
	fake_free(fake);
	fake = network(chain);
	t = run(fake, "trace -f 3 -z 30.0.0.5 -O dtree-noback 20.0.0.1");
	expect_end(t, SCAMPER_TRACE_GSS, 5, 3);
	fake_free(fake);
}

/* The second trace knows the routers of the first. */
static void test_local_stop_set(void **state)
{
	struct fake *fake = network(chain);
	struct scamper_trace *t;

	(void)state;
	fake_submit(fake, "trace -f 4 -Z here 20.0.0.1");
	fake_run_until(fake, 20 * SEC);
	fake_submit(fake, "trace -f 4 -Z here 20.0.0.2");
	fake_submit(fake, "trace -f 4 -Z there 20.0.0.3");
	fake_run(fake);
	expect_end(fake->results[0]->trace, SCAMPER_TRACE_COMPLETED, 6, 6);
	for (int i = 1; i < 3; i++) {
		t = fake->results[i]->trace;
		if (scamper_addr_to_ipv4(&t->dst) == 0x14000003) {
			expect_end(t, SCAMPER_TRACE_COMPLETED, 6, 6);
			continue;
		}
		expect_end(t, SCAMPER_TRACE_COMPLETED, 6, 4);
		assert_int_equal(
			scamper_addr_to_ipv4(&t->doubletree->local_stop),
			HOP + 3);
		assert_string_equal(t->doubletree->local_name, "here");
	}
	fake_free(fake);
}

/* "-f 8" is behind the destination: 4 is tried instead. */
static void silent_fourth(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl != 4)
		chain(fake, probe);
}

/* As with the destination: half the way is tried, and so on. */
static void test_doubletree_silent(void **state)
{
	static const uint8_t ttls[] = {8, 4, 4, 2, 3, 4, 4, 5, 6, 1};
	struct fake *fake = network(silent_fourth);
	struct scamper_trace *t = run(fake, "trace -f 8 -w 1 -Z here 20.0.0.1");

	(void)state;
	assert_int_equal(t->stop_reason, SCAMPER_TRACE_COMPLETED);
	assert_int_equal(fake->sent_used, sizeof(ttls));
	for (size_t i = 0; i < sizeof(ttls); i++)
		assert_int_equal(fake->sent[i].ttl, ttls[i]);
	assert_int_equal(t->first_hop, 1);
	assert_int_equal(t->doubletree->first_hop, 8);
	assert_int_equal(t->hops_used, 5);
	fake_free(fake);
}

static void test_doubletree_too_far(void **state)
{
	struct fake *fake = network(chain);
	struct scamper_trace *t = run(fake, "trace -f 8 -Z here 20.0.0.1");

	(void)state;
	expect_end(t, SCAMPER_TRACE_COMPLETED, 6, 7);
	assert_int_equal(fake->sent[1].ttl, 4);
	assert_int_equal(t->first_hop, 1);
	assert_int_equal(t->doubletree->first_hop, 8);
	assert_int_equal(t->hops_used, 6);
	fake_free(fake);
}

/* The router at TTL 2 passes on up to NARROW bytes. */
static void narrow(struct fake *fake, const struct fake_sent *probe,
		   uint32_t mtu)
{
	uint8_t out[FAKE_BYTES];
	size_t len;

	if (probe->len <= NARROW || probe->ttl <= 2) {
		chain(fake, probe);
		return;
	}
	len = fake_icmp(out, HOP + 2, 0xac140002, 60, ICMP_UNREACH,
			UNREACH_NEEDFRAG, mtu, probe->bytes, 100);
	fake_plan(fake, out, len, MS);
}

static void says_mtu(struct fake *fake, const struct fake_sent *probe)
{
	narrow(fake, probe, NARROW);
}

static void says_nonsense(struct fake *fake, const struct fake_sent *probe)
{
	narrow(fake, probe, 0);
}

static void says_nothing(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->len <= NARROW || probe->ttl <= 2)
		chain(fake, probe);
}

static void test_pmtud(void **state)
{
	static const struct {
		void (*respond)(struct fake *, const struct fake_sent *);
		int mtu, notes, type;
	} cases[] = {
		{chain, 560, 0, 0},
		{says_mtu, NARROW, 1, SCAMPER_PMTUD_TOO_BIG},
		{says_nonsense, NARROW, 1, SCAMPER_PMTUD_BAD_MTU},
		{says_nothing, NARROW, 1, SCAMPER_PMTUD_SILENT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fake *fake = network(cases[i].respond);
		struct scamper_trace *t = run(fake, "trace -M -w 1 20.0.0.1");
		const struct scamper_pmtud *p = t->pmtud;

		assert_int_equal(t->stop_reason, SCAMPER_TRACE_COMPLETED);
		assert_int_equal(t->hops_used, 6);
		assert_non_null(p);
		assert_int_equal(p->if_mtu, 560);
		assert_int_equal(p->path_mtu, cases[i].mtu);
		assert_int_equal(p->notes_used, cases[i].notes);
		if (p->notes_used) {
			assert_int_equal(p->notes[0].type, cases[i].type);
			assert_int_equal(p->notes[0].mtu, NARROW);
		}
		if (cases[i].type == SCAMPER_PMTUD_SILENT)
			assert_int_equal(
				scamper_addr_to_ipv4(
					&p->hops[p->notes[0].hop]->addr),
				HOP + 2);
		fake_free(fake);
	}
}

/*
 * Attributes and parameters of the modes go through warts unharmed, and
 * Debian's tools print the same JSON and text of them as our writers do.
 */
static void test_records(void **state)
{
	static const struct {
		const char *command;
		void (*respond)(struct fake *, const struct fake_sent *);
	} cases[] = {
		{"trace -M -w 1 20.0.0.1", says_mtu},
		{"trace -M -w 1 20.0.0.1", says_nothing},
		{"trace -f 3 -z 30.0.0.5 -Z here 20.0.0.1", chain},
		{"trace -N 3 20.0.0.1", chain},
		{"trace -c 95 20.0.0.1", two_at_2},
		{"ping -c 1 -P tcp-ack 20.0.0.1", NULL},
		{"ping -c 1 -p 0102 20.0.0.1", chain},
		{"ping -c 1 -B 0102 20.0.0.1", chain},
		{"ping -c 1 -C 77 20.0.0.1", chain},
		{"ping -c 1 -T tsprespec=1.2.3.4,5.6.7.8 20.0.0.1", NULL},
	};
	static const struct {
		enum scamper_format format;
		const char *tool;
	} prints[] = {{SCAMPER_FORMAT_JSON, "sc_warts2json"},
		      {SCAMPER_FORMAT_TEXT, "sc_warts2text"}};
	struct bytes all = {0};
	struct scamper_writer *w =
		scamper_writer_new(SCAMPER_FORMAT_WARTS, bytes_sink(&all));
	struct bytes again = {0};
	struct scamper_error error;
	char line[300];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fake *fake = network(cases[i].respond);

		assert_int_equal(scamper_write_result(
					 w, fake_one(fake, cases[i].command)),
				 0);
		fake_free(fake);
	}
	scamper_writer_free(w);
	assert_true(convert(&all, SCAMPER_LAYOUT_CURRENT, SCAMPER_FORMAT_WARTS,
			    &again, &error) > 0);
	assert_int_equal(again.len, all.len);
	assert_memory_equal(again.data, all.data, all.len);
	for (int i = 0; i < 2; i++) {
		struct bytes ours = {0}, theirs = {0};

		all.at = 0;
		assert_true(convert(&all, SCAMPER_LAYOUT_CURRENT,
				    prints[i].format, &ours, &error) > 0);
		snprintf(line, sizeof(line), "%s %s", prints[i].tool,
			 write_product("modes.warts", &all));
		assert_int_equal(run_command(line, &theirs), 0);
		assert_int_equal(ours.len, theirs.len);
		assert_memory_equal(ours.data, theirs.data, ours.len);
		bytes_free(&ours);
		bytes_free(&theirs);
	}
	bytes_free(&all);
	bytes_free(&again);
}

/* Not without an answer of the destination. */
static void test_pmtud_only_when_completed(void **state)
{
	struct fake *fake = network(silent_from_4);

	(void)state;
	assert_null(run(fake, "trace -M -w 1 -g 2 20.0.0.1")->pmtud);
	fake_free(fake);
}

static void test_modes_need_their_feature(void **state)
{
	static const char *const commands[] = {
		"trace -M 20.0.0.1", "trace -N 2 20.0.0.1",
		"trace -c 95 20.0.0.1", "trace -z 1.1.1.1 20.0.0.1"};
	struct fake *fake =
		fake_new(&(struct scamper_engine_options){.pps = 10, .pid = 1});

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct scamper_error error = {0};

		assert_int_equal(scamper_source_submit(fake->source,
						       commands[i], fake,
						       &error),
				 0);
		assert_int_equal(error.code, 5017);
	}
	fake_free(fake);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_window),
	cmocka_unit_test(test_window_gap),
	cmocka_unit_test(test_window_order),
	cmocka_unit_test(test_window_halt),
	cmocka_unit_test(test_confidence),
	cmocka_unit_test(test_global_stop_set),
	cmocka_unit_test(test_local_stop_set),
	cmocka_unit_test(test_doubletree_too_far),
	cmocka_unit_test(test_doubletree_silent),
	cmocka_unit_test(test_pmtud),
	cmocka_unit_test(test_records),
	cmocka_unit_test(test_pmtud_only_when_completed),
	cmocka_unit_test(test_modes_need_their_feature),
};

TEST_GROUP(mode_tests, tests);
