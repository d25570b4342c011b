/* SPDX-License-Identifier: BSD-3-Clause */
/* tnt.md section 6, rule by rule. */
#include "tests.h"

#include "path_text.h"

static void expect(const char *text, const char *tags)
{
	struct tnt_path path;

	text_path(&path, text, 'Z');
	tnt_pass1(&path, &default_rules);
	assert_tags(&path, tags);
	tnt_path_free(&path);
}

static void plain_path(void **state)
{
	(void)state;
	expect("A te; B te; C te; Z er", "-|-|-|-");
}

static void short_path_is_left_alone(void **state)
{
	struct tnt_path path;

	(void)state;
	expect("A te; B te m1", "-|-");
	text_path(&path, "*; *; *; A te m1; B te m1", 'Z');
	path.first_ttl = 4;
	tnt_pass1(&path, &default_rules);
	assert_tags(&path, "-|-");
	tnt_path_free(&path);
}

static void explicit_tunnel(void **state)
{
	(void)state;
	expect("A te; B te m1; C te m1; D te; Z er",
	       "EXP,ING|EXP,LSR|EXP,LSR|EXP,EGR|-");
	/* mTTL 0 and 255 are explicit too; the destination may be egress. */
	expect("A te; B te m0; C te m255; Z er",
	       "EXP,ING|EXP,LSR|EXP,LSR|EXP,EGR");
	/* A silent ingress gets nothing, a silent egress neither. */
	expect("A te; *; B te m1; *; D te; Z er", "-|-|EXP,LSR|-|-|-");
}

static void explicit_after_egress(void **state)
{
	(void)state;
	/* The egress of one tunnel may be the ingress of the next .. */
	expect("A te; B te m1; C te; D te m1; E te; Z er",
	       "EXP,ING|EXP,LSR|EXP,EGR,ING|EXP,LSR|EXP,EGR|-");
	/* .. but for <255,64> it is an LSR that hides its label. */
	expect("A te; B te m1; C te 250/62; D te m1; E te; Z er",
	       "EXP,ING|EXP,LSR|LSR,INF|EXP,LSR|EXP,EGR|-");
}

static void opaque_tunnel(void **state)
{
	(void)state;
	expect("A te; B te m252; C te; Z er", "OPA,ING,MTTL|OPA,EGR,MTTL|-|-");
	expect("A te; B te m252; *; Z er", "OPA,ING,MTTL|OPA,EGR,MTTL|-|-");
	/* At the end of the trace nothing closes it. */
	expect("A te; *; B te m252", "-|-|OPA,LSR,MTTL");
	expect("A te; *; C te m252; D te; Z er", "-|-|OPA,EGR,MTTL|-|-");
}

static void implicit_tunnel(void **state)
{
	(void)state;
	/* The egress quotes 1 and is taken for an LSR (upstream). */
	expect("A te; B te q1; C te q2; D te q3; E te q1; F te q1; Z er",
	       "IMP,ING,QTTL|IMP,LSR,QTTL|IMP,LSR,QTTL|IMP,LSR,QTTL|"
	       "IMP,LSR,QTTL|IMP,EGR,QTTL|-");
	/* qTTL 3 first: no ingress is looked for. */
	expect("A te; B te q1; C te q3; D te q1; E te; Z er",
	       "-|-|IMP,LSR,QTTL|IMP,LSR,QTTL|IMP,EGR,QTTL|-");
	/* The destination ends it at once. */
	expect("A te; B te q1; C te q2; Z er",
	       "IMP,ING,QTTL|IMP,LSR,QTTL|IMP,LSR,QTTL|IMP,EGR,QTTL");
	/* qTTL 255 is none. */
	expect("A te; B te q255; C te; Z er", "-|-|-|-");
}

static void implicit_with_silent_hops(void **state)
{
	(void)state;
	/* P silent: the hop before it is the ingress. */
	expect("A te; *; C te q2; D te q3; E te; F te; Z er",
	       "IMP,ING,QTTL|-|IMP,LSR,QTTL|IMP,LSR,QTTL|IMP,LSR,QTTL|"
	       "IMP,EGR,QTTL|-");
	/* P silent, PP implicit with qTTL > 1: the egress. */
	expect("A te; B te; C te q2; *; E te; F te; Z er",
	       "IMP,ING,QTTL|IMP,LSR,QTTL|IMP,LSR,QTTL|-|IMP,EGR,QTTL|-|-");
}

static void implicit_with_repeated_address(void **state)
{
	(void)state;
	expect("A te; B te; C te q2; D te q1; D te q1; E te q1; Z er",
	       "IMP,ING,QTTL|IMP,LSR,QTTL|IMP,LSR,QTTL|IMP,LSR,QTTL|"
	       "IMP,LSR,QTTL|IMP,EGR,QTTL|-");
}

static void implicit_after_others(void **state)
{
	(void)state;
	/* P is LSR: it fails the test, and PP is not looked at. */
	expect("A te; B te m1; C te q2; D te; E te; Z er",
	       "EXP,ING|EXP,LSR|IMP,LSR,QTTL|IMP,LSR,QTTL|IMP,EGR,QTTL|-");
	/* PP is an egress: of <255,64> it stays so, else it is both. */
	expect("A te; B te m1; C te 250/62; D te q1; E te q2; F te; G te",
	       "EXP,ING|EXP,LSR|EXP,EGR|IMP,LSR,QTTL|IMP,LSR,QTTL|"
	       "IMP,LSR,QTTL|IMP,EGR,QTTL");
	expect("A te; B te m1; C te; D te q1; E te q2; F te; G te",
	       "EXP,ING|EXP,LSR|EXP,IMP,EGR,ING,QTTL|IMP,LSR,QTTL|"
	       "IMP,LSR,QTTL|IMP,LSR,QTTL|IMP,EGR,QTTL");
}

static void strict_tags_the_real_egress(void **state)
{
	const struct tnt_rules strict = {.frpla = 3, .rtla = 1, .strict = true};
	struct tnt_path path;

	(void)state;
	text_path(&path, "A te; B te q1; C te q2; D te q1; E te; Z er", 'Z');
	tnt_pass1(&path, &strict);
	assert_tags(&path, "IMP,ING,QTTL|IMP,LSR,QTTL|IMP,LSR,QTTL|"
			   "IMP,EGR,QTTL|-|-");
	tnt_path_free(&path);
}

const struct CMUnitTest pass1_tests[] = {
	cmocka_unit_test(plain_path),
	cmocka_unit_test(short_path_is_left_alone),
	cmocka_unit_test(explicit_tunnel),
	cmocka_unit_test(explicit_after_egress),
	cmocka_unit_test(opaque_tunnel),
	cmocka_unit_test(implicit_tunnel),
	cmocka_unit_test(implicit_with_silent_hops),
	cmocka_unit_test(implicit_with_repeated_address),
	cmocka_unit_test(implicit_after_others),
	cmocka_unit_test(strict_tags_the_real_egress),
};
const size_t pass1_test_count = sizeof(pass1_tests) / sizeof(*pass1_tests);
