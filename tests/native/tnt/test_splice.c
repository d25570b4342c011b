/* SPDX-License-Identifier: BSD-3-Clause */
/* tnt.md section 9, and the failures of section 8. */
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>

#include "path_text.h"
#include "records.h"
#include "reveal.h"

/* Reveals the first candidate of `text` by one trace and splices it. */
static void splice(struct tnt_path *path, struct tnt_reveal *reveal,
		   const char *text, const char *trace, bool incomplete)
{
	struct tnt_candidate pairs[32];

	text_path(path, text, 'Z');
	assert_true(tnt_pass2(path, &default_rules, pairs) > 0);
	tnt_reveal_init(reveal, pairs);
	tnt_reveal_trace(reveal, &default_rules, text_trace(trace, 'Z'));
	reveal->incomplete = incomplete;
	tnt_splice(path, pairs, reveal, 0);
}

static void expect(const char *text, const char *trace, bool incomplete,
		   const char *tags)
{
	struct tnt_reveal reveal;
	struct tnt_path path;

	splice(&path, &reveal, text, trace, incomplete);
	assert_tags(&path, tags);
	tnt_path_free(&path);
	tnt_reveal_free(&reveal);
}

static void tags_around_the_lsrs(void **state)
{
	(void)state;
	expect("A te; B te 250/62; Z er", "A te; C te; D te; E te; B er", false,
	       "INV,ING,RTLA|INV,LSR,RTLA,DPR,step=1|INV,LSR,RTLA,DPR,step=1|"
	       "INV,LSR,RTLA,DPR,step=1|INV,EGR,RTLA|-");
	expect("A te; B te 250/250; Z er", "A te; C te; B er", true,
	       "INV,ING,INCOMP?,FRPLA|INV,LSR,FRPLA,BRPR,step=1|"
	       "INV,EGR,FRPLA|-");
}

static void a_duplicated_egress_is_the_last_lsr(void **state)
{
	(void)state;
	expect("A te; B te; B te; Z er", "A te; C te; D te; B er", false,
	       "INV,ING,DUPIP|INV,LSR,DUPIP,DPR,step=1|"
	       "INV,EGR,DUPIP,DPR,step=1|-|-|-");
	/* It may be silent, then there is none. */
	expect("A te; B te; B te; Z er", "A te; C te; *; B er", false,
	       "INV,ING,DUPIP|INV,LSR,DUPIP,DPR,step=1|-|-|-|-");
}

static void a_duplicated_start_stays_together(void **state)
{
	struct tnt_reveal reveal;
	struct tnt_path path;

	(void)state;
	splice(&path, &reveal, "A te; A te; B te 249/62; Z er",
	       "A te; A te; C te; B er", false);
	assert_addr(path.hops.at[1].addr, letter('A'));
	assert_addr(path.hops.at[2].addr, letter('C'));
	assert_true(path.hops.at[1].tags & TNT_ING);
	assert_false(path.hops.at[0].tags & TNT_ING);
	tnt_path_free(&path);
	tnt_reveal_free(&reveal);
}

static void silent_ingress_keeps_its_number(void **state)
{
	struct tnt_reveal reveal;
	struct tnt_path path;
	char *text;

	(void)state;
	splice(&path, &reveal, "A te; *; B te 250/62; Z er",
	       "A te; *; C te; *; B er", false);
	text = text_of(&path);
	assert_string_equal(
		text,
		"trace [icmp-paris] from 172.20.0.2 to 20.0.26.2\n"
		"  1 20.0.1.2        1.000 ms rTTLs=<255,255> qttl=1\n"
		"  2 *\n"
		" H1 20.0.3.2        1.000 ms rTTLs=<255,*> qttl=1 "
		"[MPLS,INV,LSR,RTLA,DPR,step=1]\n"
		" H2 *\n"
		"  3 20.0.2.2        1.000 ms rTTLs=<250,62> qttl=1 uturn=3 "
		"frpla=3 rtla=3 [MPLS,INV,EGR,RTLA]\n"
		"  4 20.0.26.2       1.000 ms rTTLs=<255,255>\n\n");
	assert_int_equal(path.hops.at[0].discovery, TNT_BEFORE_SILENT);
	assert_int_equal(path.hops.at[0].tags, 0);
	free(text);
	tnt_path_free(&path);
	tnt_reveal_free(&reveal);
}

static void failures_are_on_the_egress(void **state)
{
	static const struct {
		const char *trace;
		uint8_t failures;
	} cases[] = {
		{"A te; B er", TNT_RTLA | TNT_FAIL_NOTHING},
		{"C te; B er", TNT_RTLA | TNT_FAIL_INGRESS},
		{"A te; *", TNT_RTLA | TNT_FAIL_TARGET},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tnt_reveal reveal;
		struct tnt_path path;

		splice(&path, &reveal, "A te; B te 250/62; Z er",
		       cases[i].trace, false);
		assert_int_equal(path.hops.count, 3);
		assert_int_equal(path.hops.at[1].failures, cases[i].failures);
		assert_int_equal(path.hops.at[0].failures, 0);
		tnt_path_free(&path);
		tnt_reveal_free(&reveal);
	}
}

/* The doubts of the first search of a path, revealed by those traces. */
static void expect_doubts(const char *text, const char *const *traces,
			  uint16_t doubts)
{
	struct tnt_candidate pairs[32];
	struct tnt_reveal reveal;
	struct tnt_path path;

	text_path(&path, text, 'Z');
	tnt_pass1(&path, &default_rules);
	assert_true(tnt_pass2(&path, &default_rules, pairs) > 0);
	tnt_reveal_init(&reveal, pairs);
	for (; *traces; traces++)
		tnt_reveal_trace(&reveal, &default_rules,
				 **traces ? text_trace(*traces, 'Z') : NULL);
	assert_int_equal(reveal.wish, TNT_WANT_END);
	tnt_splice(&path, pairs, &reveal, 0);
	assert_int_equal(path.evidence.search_count, 1);
	assert_int_equal(path.evidence.searches[0].unsure, doubts);
	tnt_path_free(&path);
	tnt_reveal_free(&reveal);
}

static void doubts_of_searches(void **state)
{
	static const struct {
		const char *path, *traces[4];
		uint16_t doubts;
	} cases[] = {
		{"A te; B te; C te 250/62; Z er",
		 {"A te; B te; D te; C er", "A te; B te; D er"},
		 0},
		/* Another router before the start, in all traces or in some. */
		{"A te; B te; C te 250/62; Z er",
		 {"X te; B te; D te; C er", "X te; B te; D er"},
		 TNT_UNSURE_CHANGED},
		{"A te; B te; C te 250/62; Z er",
		 {"A te; B te; D te; C er", "X te; B te; D er"},
		 TNT_UNSURE_BALANCED},
		{"A te; B te; C te 250/62; Z er",
		 {"A te; X te; D te; C er"},
		 TNT_UNSURE_CHANGED},
		/* Silent TTLs before a failure, and before a success. */
		{"A te; B te; C te 250/62; Z er",
		 {"A te; B te; *; *; *"},
		 TNT_UNSURE_LOSS},
		{"A te; B te; C te 250/62; Z er",
		 {"A te; B te; D te; *; C er", "A te; B te; D er"},
		 0},
		{"A te; B te; C te 250/62; Z er",
		 {"A te; B te; *; D te; C er"},
		 TNT_UNSURE_SILENT},
		{"A te; B te; C te 249/0; Z er",
		 {"A te; B te; D te; C er", "A te; B te; D er"},
		 TNT_UNSURE_NO_ER},
		{"A te; B te; C te 250/62; Z er", {""}, TNT_UNSURE_REFUSED},
		{"A te; B te; C te 250/62; Z er",
		 {"A te; B te; 10.0.0.1 te; C er"},
		 TNT_UNSURE_RESERVED},
		{"A te; B te; C te 250/62; Z er",
		 {"A te; B te; D te; C er", "A te; B te; D te; D er"},
		 TNT_UNSURE_LOOP},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_doubts(cases[i].path, cases[i].traces, cases[i].doubts);
}

static void doubts_of_hops(void **state)
{
	struct tnt_path path;

	(void)state;
	text_path(&path, "A te; B te q2; *; C te; Z er", 'Z');
	tnt_pass1(&path, &default_rules);
	assert_int_equal(path.hops.at[3].unsure, TNT_UNSURE_SILENT);
	/* What follows this label router is not known, either. */
	assert_int_equal(path.hops.at[1].unsure, TNT_UNSURE_SILENT);
	assert_int_equal(path.hops.at[0].unsure, 0);
	tnt_path_free(&path);
	/* An opaque egress before a silent hop. */
	text_path(&path, "A te; B te m250; *; Z er", 'Z');
	tnt_pass1(&path, &default_rules);
	assert_int_equal(path.hops.at[1].unsure, TNT_UNSURE_SILENT);
	tnt_path_free(&path);
}

const struct CMUnitTest splice_tests[] = {
	cmocka_unit_test(tags_around_the_lsrs),
	cmocka_unit_test(a_duplicated_egress_is_the_last_lsr),
	cmocka_unit_test(a_duplicated_start_stays_together),
	cmocka_unit_test(silent_ingress_keeps_its_number),
	cmocka_unit_test(failures_are_on_the_egress),
	cmocka_unit_test(doubts_of_searches),
	cmocka_unit_test(doubts_of_hops),
};
const size_t splice_test_count = sizeof(splice_tests) / sizeof(*splice_tests);
