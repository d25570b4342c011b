/* SPDX-License-Identifier: BSD-3-Clause */
/* tnt.md section 10. */
#include "tests.h"

#include "path_text.h"

static void expect_with(const struct tnt_rules *rules, const char *text,
			const char *tags)
{
	struct tnt_path path;

	text_path(&path, text, 'Z');
	tnt_pass1(&path, rules);
	tnt_pass3(&path, rules);
	assert_tags(&path, tags);
	tnt_path_free(&path);
}

static void expect(const char *text, const char *tags)
{
	expect_with(&default_rules, text, tags);
}

static void a_run_makes_a_tunnel(void **state)
{
	(void)state;
	expect("A te; B te 252/253; C te 250/252; D te; E te; Z er",
	       "IMP,ING,UTURN|IMP,LSR,UTURN|IMP,LSR,UTURN|IMP,LSR,UTURN|"
	       "IMP,EGR,UTURN|-");
	/* Negative u-turns count too. */
	expect("A te; B te 254/253; C te 253/251; D te; E te; Z er",
	       "IMP,ING,UTURN|IMP,LSR,UTURN|IMP,LSR,UTURN|IMP,LSR,UTURN|"
	       "IMP,EGR,UTURN|-");
	/* The sum is below 3. */
	expect("A te; B te 252/253; C te 251/252; D te; E te; Z er",
	       "-|-|-|-|-|-");
}

static void rtla_explains_the_detour(void **state)
{
	(void)state;
	expect("A te; B te 250/62; C te 249/62; D te; E te; Z er",
	       "-|-|-|-|-|-");
}

static void ends_of_a_run(void **state)
{
	(void)state;
	/* The destination closes it. */
	expect("A te; B te 250/253; Z er",
	       "IMP,ING,UTURN|IMP,LSR,UTURN|IMP,EGR,UTURN");
	/* A silent hop ends it and gets no tag. */
	expect("A te; B te 250/253; *; D te; Z er",
	       "IMP,ING,UTURN|IMP,LSR,UTURN|-|IMP,EGR,UTURN|-");
	/* The hop after the closing one repeats it. */
	expect("A te; B te 250/253; C te; C te; D te; Z er",
	       "IMP,ING,UTURN|IMP,LSR,UTURN|IMP,LSR,UTURN|IMP,LSR,UTURN|"
	       "IMP,EGR,UTURN|-");
	/* Its u-turn is 3: no egress, but the run of the next tunnel. */
	expect("A te; B te 250/253; C te; D te 250/253; E te 255/255; Z er",
	       "IMP,ING,UTURN|IMP,LSR,UTURN|IMP,LSR,ING,UTURN|"
	       "IMP,LSR,UTURN|IMP,LSR,UTURN|IMP,EGR,UTURN");
}

static void the_hop_before(void **state)
{
	(void)state;
	/* An egress of <255,64> becomes an inferred LSR. */
	expect("A te; B te m1; C te 250/62; D te 250/253; E te; F te; Z er",
	       "EXP,ING|EXP,LSR|LSR,INF|IMP,LSR,UTURN|IMP,LSR,UTURN|"
	       "IMP,EGR,UTURN|-");
	/* Any other becomes an ingress too. */
	expect("A te; B te m1; C te; D te 250/253; E te; F te; Z er",
	       "EXP,ING|EXP,LSR|EXP,IMP,EGR,ING,UTURN|IMP,LSR,UTURN|"
	       "IMP,LSR,UTURN|IMP,EGR,UTURN|-");
	expect("B te 250/253; C te; D te; Z er",
	       "IMP,LSR,UTURN|IMP,LSR,UTURN|IMP,EGR,UTURN|-");
}

static void last_hop_alone(void **state)
{
	(void)state;
	expect("A te; B te; C te 250/253", "-|-|IMP,LSR,UTURN");
	expect("A te; B te; C te 251/253", "-|-|-");
	expect("A te; B te; Z te 250/253", "-|-|-");
}

static void lsrs_and_opaque_egresses_stay_out(void **state)
{
	(void)state;
	expect("A te; B te 250/253 m1; C te 250/253 m1; D te; E te; Z er",
	       "EXP,ING|EXP,LSR|EXP,LSR|EXP,EGR|-|-");
	expect("A te; B te 250/253 m250; C te; D te; Z er",
	       "OPA,ING,MTTL|OPA,EGR,MTTL|-|-|-");
}

static void short_path(void **state)
{
	(void)state;
	expect("A te; B te 240/253", "-|-");
}

static void strict_tags_the_real_egress(void **state)
{
	const struct tnt_rules strict = {.frpla = 3, .rtla = 1, .strict = true};

	(void)state;
	expect_with(&strict, "A te; B te 250/253; C te; D te; Z er",
		    "IMP,ING,UTURN|IMP,LSR,UTURN|IMP,EGR,UTURN|-|-");
}

const struct CMUnitTest pass3_tests[] = {
	cmocka_unit_test(a_run_makes_a_tunnel),
	cmocka_unit_test(rtla_explains_the_detour),
	cmocka_unit_test(ends_of_a_run),
	cmocka_unit_test(the_hop_before),
	cmocka_unit_test(last_hop_alone),
	cmocka_unit_test(lsrs_and_opaque_egresses_stay_out),
	cmocka_unit_test(short_path),
	cmocka_unit_test(strict_tags_the_real_egress),
};
const size_t pass3_test_count = sizeof(pass3_tests) / sizeof(*pass3_tests);
