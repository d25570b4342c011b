/* SPDX-License-Identifier: BSD-3-Clause */
/* tnt.md section 7, rule by rule. */
#include "tests.h"

#include <stdio.h>
#include <string.h>

#include "path_text.h"

/*
 * Candidates as text: "A>B:frpla", "~" behind the start for a silent ingress,
 * separated by blanks.
 */
/* The letter of an address 20.0.n.2. */
static char name_of(struct tnt_addr addr)
{
	return (char)('A' - 1 + (tnt_addr_to_ipv4(addr) >> 8 & 0xff));
}

static void expect_with(const struct tnt_rules *rules, const char *text,
			const char *candidates)
{
	static const char *const names[] = {"", "frpla", "rtla", "",    "dupip",
					    "", "",      "",     "mttl"};
	struct tnt_candidate found[64];
	struct tnt_path path;
	char got[512] = "";
	size_t count;

	text_path(&path, text, 'Z');
	tnt_pass1(&path, rules);
	count = tnt_pass2(&path, rules, found);
	for (size_t i = 0; i < count; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got),
			 "%s%c%s>%c:%s", i ? " " : "", name_of(found[i].start),
			 found[i].silent_ingress ? "~" : "",
			 name_of(found[i].next), names[found[i].trigger]);
	assert_string_equal(got, candidates);
	for (size_t i = 0; i < count; i++)
		assert_addr(path.hops.at[found[i].start_at].addr,
			    found[i].start);
	tnt_path_free(&path);
}

static void expect(const char *text, const char *candidates)
{
	expect_with(&default_rules, text, candidates);
}

static void rtla_before_frpla(void **state)
{
	(void)state;
	expect("A te; B te 250/62; C te 249/249; Z er", "A>B:rtla B>C:frpla");
	expect("A te; B te 252/252; Z er", "");
	expect("A te; B te 251/251; Z er", "A>B:frpla");
	expect("A te; B te 253/62; Z er", ""); /* RTLA 0 */
	expect("A te; B te 252/62; Z er", "A>B:rtla");
}

static void thresholds(void **state)
{
	const struct tnt_rules rules = {.frpla = 5, .rtla = 4};

	(void)state;
	expect_with(&rules, "A te; B te 250/62; Z er", "");
	expect_with(&rules, "A te; B te 249/61; Z er", "A>B:frpla");
	expect_with(&rules, "A te; B te 250/63; Z er", "A>B:rtla");
}

static void short_path(void **state)
{
	(void)state;
	expect("A te; B te 240/62", "");
}

static void only_te_and_not_egress(void **state)
{
	(void)state;
	expect("A te; B te; Z er 240/62", "");
	expect("A te; B te; C un 240/62; Z er", "");
	expect("A te; B te m1; C te 240/62; Z er", ""); /* C is EGR */
}

static void duplicate_address(void **state)
{
	(void)state;
	/* The first copy is left to the second, which has the trigger. */
	expect("A te; B te 240/240; B te 240/240; Z er", "A>B:dupip");
	/* Silent hop before the copies: the fallback start. */
	expect("A te; *; B te; B te; Z er", "A~>B:dupip");
	/* The next hop repeats it, but not as TE: no duplicate. */
	expect("A te; B te 240/240; B er 240/240", "A>B:frpla");
	/* P is EGR: skipped. */
	expect("A te; B te m1; C te; C te; Z er", "");
}

static void silent_ingress(void **state)
{
	(void)state;
	expect("A te; *; C te 240/62; Z er", "A~>C:rtla");
	expect("*; *; C te 240/62; Z er", "");
	expect("*; B te 240/62; Z er", "");
	expect("B te 240/62; C te; Z er", "");
	expect("A te; *; A te 240/62; Z er", ""); /* start = X */
}

static void reserved_ends(void **state)
{
	const struct tnt_rules open = {
		.frpla = 3, .rtla = 1, .no_reserved = true};

	(void)state;
	expect("A te; 10.0.0.1 te 240/62; Z er", "");
	expect("10.0.1.2 te; B te 240/62; Z er", "");
	expect("10.0.1.2 te; *; B te 240/62; Z er", "");
	expect_with(&open, "10.0.1.2 te; B te 240/62; Z er", "A>B:rtla");
}

static void lsr_ingress(void **state)
{
	(void)state;
	/* The implicit egress is tagged LSR: nothing is looked for after. */
	expect("A te; B te; C te q2; D te; E te 240/62; Z er", "");
	/* X opaque: looked at all the same. */
	expect("A te; B te m1; C te m250; D te; Z er", "B>C:mttl");
}

static void opaque_egress(void **state)
{
	(void)state;
	expect("A te; B te m252; C te; Z er", "A>B:mttl");
	expect("A te; *; B te m252; C te; Z er", "A~>B:mttl");
}

static void brute_force(void **state)
{
	const struct tnt_rules brute = {
		.frpla = 3, .rtla = 1, .brute_force = true};

	(void)state;
	expect_with(&brute, "A te; B te; C te; Z er", "A>B: B>C:");
	/* After FRPLA the pair comes once more, after RTLA not. */
	expect_with(&brute, "A te; B te 250/250; C te 240/62; Z er",
		    "A>B:frpla A>B: B>C:rtla");
}

const struct CMUnitTest pass2_tests[] = {
	cmocka_unit_test(rtla_before_frpla),
	cmocka_unit_test(thresholds),
	cmocka_unit_test(short_path),
	cmocka_unit_test(only_te_and_not_egress),
	cmocka_unit_test(duplicate_address),
	cmocka_unit_test(silent_ingress),
	cmocka_unit_test(reserved_ends),
	cmocka_unit_test(lsr_ingress),
	cmocka_unit_test(opaque_egress),
	cmocka_unit_test(brute_force),
};
const size_t pass2_test_count = sizeof(pass2_tests) / sizeof(*pass2_tests);
