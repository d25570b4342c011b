/* SPDX-License-Identifier: BSD-3-Clause */
/* trace -O ptr: names of hops, and what name servers answer (RFC 1035). */
#include <errno.h>
#include <scamper/result.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/dns.h"
#include "fake.h"
#include "test.h"

static void answer(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl < 5)
		fake_time_exceeded(fake, probe, 0x14000001u + probe->ttl / 2,
				   MS);
	else
		fake_answer(fake, probe, MS);
}

static const struct scamper_trace *traced(struct fake *fake,
					  const char *command)
{
	fake->respond = answer;
	return fake_one(fake, command)->trace;
}

/* An address is asked for once in a trace; all its hops get the name, when it
 * comes in time: that of the last one does not. */
static void test_hops(void **state)
{
	struct fake *fake = fake_new(NULL);
	const struct scamper_trace *trace =
		traced(fake, "trace -O ptr -l 0 20.9.9.9");

	(void)state;
	assert_true(trace->flags & SCAMPER_TRACE_PTR);
	assert_int_equal(trace->hops_used, 5);
	for (int i = 0; i < 4; i++)
		assert_string_equal(trace->hops[i]->name, "host");
	assert_null(trace->hops[4]->name);
	assert_int_equal(fake->asked_used, 3);
	fake_free(fake);
}

/* With -Q there is time for all; without an answer there are no names; without
 * -O ptr nobody is asked. */
static void test_when(void **state)
{
	struct fake *fake = fake_new(NULL);
	const struct scamper_trace *trace =
		traced(fake, "trace -O ptr -Q -l 0 20.9.9.9");

	(void)state;
	assert_int_equal(trace->hops_used, 10);
	for (int i = 0; i < 10; i++)
		assert_string_equal(trace->hops[i]->name, "host");
	fake_free(fake);
	fake = fake_new(NULL);
	fake->no_names = true;
	trace = traced(fake, "trace -O ptr -N 2 -l 0 20.9.9.9");
	for (uint32_t i = 0; i < trace->hops_used; i++)
		assert_null(trace->hops[i]->name);
	assert_true(fake->asked_used >= 3);
	fake_free(fake);
	fake = fake_new(NULL);
	traced(fake, "trace -Q -l 0 20.9.9.9");
	assert_int_equal(fake->asked_used, 0);
	fake_free(fake);
}

static int nobody(void *backend, const struct scamper_addr *addr)
{
	(void)backend;
	(void)addr;
	return -ENOENT;
}

static void test_refused(void **state)
{
	static const struct scamper_backend none = {.resolve = NULL};
	static const struct scamper_backend unknown = {.resolve = nobody};
	struct scamper_engine_options o = {.ops = &none,
					   .features = &scamper_all_features};

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct scamper_source_options so = {0};
		struct scamper_engine *engine = scamper_engine_new(&o, NULL);
		struct scamper_source *source =
			scamper_source_open(engine, &so, NULL);
		struct scamper_error error = {0};

		assert_int_equal(scamper_source_submit(source,
						       "trace -O ptr 20.0.0.1",
						       NULL, &error),
				 0);
		assert_int_equal(error.code, i < 2 ? 6042 : 5017);
		scamper_engine_free(engine);
		o.ops = &unknown;
		if (i == 1)
			o.features = NULL;
	}
}

static void assert_question(const char *addr, const char *name)
{
	struct scamper_addr parsed;
	uint8_t question[DNS_QUESTION];
	size_t len, at = 12;

	assert_true(scamper_addr_parse_any(addr, &parsed));
	len = dns_question(0x1234, &parsed, question);
	assert_memory_equal(question, "\x12\x34\x01\0\0\x01\0\0\0\0\0\0", 12);
	for (; question[at]; at += 1 + question[at]) {
		assert_memory_equal(name, question + at + 1, question[at]);
		name += question[at] + (name[question[at]] == '.');
	}
	assert_string_equal(name, "");
	assert_memory_equal(question + at, "\0\0\x0c\0\x01", 5);
	assert_int_equal(len, at + 5);
}

static void test_questions(void **state)
{
	(void)state;
	assert_question("255.100.9.1", "1.9.100.255.in-addr.arpa");
	assert_question("2001:db8::f",
			"f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."
			"8.b.d.0.1.0.0.2.ip6.arpa");
}

/* A message of answers behind the question about 20.9.9.9. */
struct message {
	uint8_t question[DNS_QUESTION];
	size_t question_len;
	uint8_t bytes[1024];
	size_t len;
};

static void begin(struct message *m)
{
	struct scamper_addr addr = scamper_addr_ipv4(0x14090909);

	m->question_len = dns_question(0x4321, &addr, m->question);
	memcpy(m->bytes, m->question, m->question_len);
	put16(m->bytes + 2, 0x8180);
	m->len = m->question_len;
}

/* A record of the name that was asked for. */
static void add(struct message *m, unsigned int type, const char *data,
		size_t len)
{
	uint8_t *at = m->bytes + m->len;

	put16(m->bytes + 6, (uint16_t)(get16(m->bytes + 6) + 1));
	put16(at, 0xc00c);
	put16(at + 2, (uint16_t)type);
	put16(at + 4, 1);
	put32(at + 6, 60);
	put16(at + 10, (uint16_t)len);
	memcpy(at + 12, data, len);
	m->len += 12 + len;
}

static bool named(const struct message *m, size_t len, char name[DNS_NAME])
{
	/* An exact allocation, so that reading beyond it is noticed. */
	uint8_t *copy = malloc(len ? len : 1);
	bool ok;

	assert_non_null(copy);
	memcpy(copy, m->bytes, len);
	ok = dns_name(m->question, m->question_len, copy, len, name);
	free(copy);
	return ok;
}

/* Names as they are, shortened ones, and one behind an alias. */
static void test_answers(void **state)
{
	struct message m;
	char name[DNS_NAME];

	(void)state;
	begin(&m);
	add(&m, 12, "\4Host\7example\0", 14);
	assert_true(named(&m, m.len, name));
	assert_string_equal(name, "Host.example");
	for (size_t len = 0; len < m.len; len++)
		assert_false(named(&m, len, name));
	begin(&m);
	add(&m, 5, "\1x\xc0\x0c", 4);
	add(&m, 12, "\1r\xc0\x0c", 4);
	assert_true(named(&m, m.len, name));
	assert_string_equal(name, "r.9.9.9.20.in-addr.arpa");
	m.bytes[22] ^= 'a' ^ 'A'; /* the case of the question */
	assert_true(named(&m, m.len, name));
}

/* Nothing that is wrong gives a name, or an endless one. */
static void test_hostile(void **state)
{
	static const struct {
		size_t at;
		uint8_t flip;
	} heads[] = {
		{0, 1}, {1, 1}, {2, 0x80}, {2, 8},
		{3, 3}, {5, 2}, {13, 1},   {36, 1},
	};
	static const struct {
		const char *data;
		size_t len;
	} names[] = {
		{"", 0},
		{"\0", 1},         /* the root */
		{"\1a", 2},        /* no end */
		{"\77abc\0", 5},   /* a label beyond the end */
		{"\1a\x80x\0", 5}, /* no kind of label */
		{"\3a b\0", 5},    /* characters */
		{"\3a.b\0", 5},
		{"\3a\"b\0", 5},
		{"\3a\xff"
		 "b\0",
		 5},
		{"\xc0", 1},             /* half a pointer */
		{"\xff\xff", 2},         /* beyond the end */
		{"\1a\xc0\x33", 4},      /* to itself: it is at 51 */
		{"\xc0\x35\xc0\x33", 4}, /* there and back */
	};
	struct message m;
	char name[DNS_NAME], longest[600];

	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		begin(&m);
		add(&m, 12, "\1h\0", 3);
		assert_true(named(&m, m.len, name));
		m.bytes[heads[i].at] ^= heads[i].flip;
		assert_false(named(&m, m.len, name));
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		begin(&m);
		assert_int_equal(m.len + 12, 51);
		add(&m, 12, names[i].data, names[i].len);
		assert_false(named(&m, m.len, name));
	}
	/* 255 characters fit, 256 do not. */
	for (size_t i = 0; i < sizeof(longest); i += 2)
		memcpy(longest + i, "\1x", 2);
	for (int more = 0; more < 2; more++) {
		size_t len = 2 * (size_t)(DNS_NAME / 2 + more);

		longest[len] = '\0';
		begin(&m);
		add(&m, 12, longest, len + 1);
		assert_int_equal(named(&m, m.len, name), !more);
		longest[len] = '\1';
	}
	/* More records are promised than there are. */
	begin(&m);
	add(&m, 1, "abcd", 4);
	put16(m.bytes + 6, 0xffff);
	assert_false(named(&m, m.len, name));
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_hops),    cmocka_unit_test(test_when),
	cmocka_unit_test(test_refused), cmocka_unit_test(test_questions),
	cmocka_unit_test(test_answers), cmocka_unit_test(test_hostile),
};

TEST_GROUP(name_tests, tests);
