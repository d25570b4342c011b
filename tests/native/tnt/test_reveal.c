/* SPDX-License-Identifier: BSD-3-Clause */
/* The revelation state machine: tnt.md section 8, transition by transition. */
#include "tests.h"

#include <stdio.h>

#include "path_text.h"
#include "reveal.h"

#define A letter('A')
#define X letter('X')

static struct tnt_reveal reveal;

/* Starts the revelation of a pair A > X. */
static void start_with(uint8_t trigger, bool silent_ingress)
{
	struct tnt_candidate pair = {
		.start = A,
		.next = X,
		.trigger = trigger,
		.silent_ingress = silent_ingress,
	};

	tnt_reveal_init(&reveal, &pair);
	assert_int_equal(reveal.wish, TNT_WANT_TRACE);
	assert_addr(reveal.target, X);
}

static void start(uint8_t trigger)
{
	start_with(trigger, false);
}

static void trace(const char *text, enum tnt_wish wish)
{
	assert_int_equal(tnt_reveal_trace(&reveal, &default_rules,
					  text_trace(text, 'X')),
			 wish);
	assert_int_equal(reveal.wish, wish);
}

static void buddy(char name, const char *text, enum tnt_wish wish)
{
	assert_int_equal(tnt_reveal_buddy(&reveal, letter(name)),
			 TNT_WANT_BUDDY_TRACE);
	trace(text, wish);
}

static const struct tnt_hop *lsr(size_t i)
{
	assert_true(i < reveal.lsp.count);
	return &reveal.lsp.at[i];
}

static void assert_lsr(size_t i, char name, uint8_t step, uint16_t discovery)
{
	assert_addr(lsr(i)->addr, letter(name));
	assert_true(lsr(i)->revealed);
	assert_int_equal(lsr(i)->step, step);
	assert_int_equal(lsr(i)->discovery, discovery);
}

static void over(size_t lsrs, bool incomplete)
{
	assert_int_equal(reveal.lsp.count, lsrs);
	assert_int_equal(reveal.incomplete, incomplete);
	assert_int_equal(tnt_reveal_succeeded(&reveal), lsrs > 0);
	tnt_reveal_free(&reveal);
}

static void direct_path_revelation(void **state)
{
	const uint16_t dpr = TNT_REVEALED | TNT_DPR | TNT_RTLA;

	(void)state;
	start(TNT_RTLA);
	trace("A te; B te; C te; D te; X er", TNT_WANT_TRACE);
	assert_addr(reveal.target, letter('B'));
	trace("A te; B er", TNT_WANT_END);
	assert_lsr(0, 'B', 1, dpr | TNT_STOP_NOTHING);
	assert_lsr(1, 'C', 1, dpr);
	assert_lsr(2, 'D', 1, dpr);
	assert_int_equal(lsr(0)->tags, TNT_LSR | TNT_INV);
	assert_int_equal(reveal.probes, 7);
	over(3, false);
}

static void backward_recursive_revelation(void **state)
{
	const uint16_t brpr = TNT_REVEALED | TNT_BRPR | TNT_FRPLA;

	(void)state;
	start(TNT_FRPLA);
	trace("A te; C te; X er", TNT_WANT_TRACE);
	trace("A te; B te; C er", TNT_WANT_TRACE);
	trace("A te; B er", TNT_WANT_END);
	assert_lsr(0, 'B', 2, brpr | TNT_STOP_NOTHING);
	assert_lsr(1, 'C', 1, brpr);
	over(2, false);
}

static void two_new_hops(void **state)
{
	(void)state;
	start(TNT_FRPLA);
	trace("A te; B te; C te; X er", TNT_WANT_TRACE);
	assert_true(lsr(0)->discovery & TNT_DPR);
	over(2, false);
	/* The same address twice is one router: BRPR. */
	start(TNT_FRPLA);
	trace("A te; B te; B te; X er", TNT_WANT_TRACE);
	assert_true(lsr(0)->discovery & TNT_BRPR);
	over(2, false);
	start(TNT_FRPLA);
	trace("A te; B te; *; X er", TNT_WANT_TRACE);
	assert_true(lsr(0)->discovery & TNT_DPR);
	over(2, false);
}

static void opaque_tunnels_reveal_opaque_lsrs(void **state)
{
	(void)state;
	start(TNT_MTTL);
	trace("A te; B te; C te; X er", TNT_WANT_TRACE);
	assert_int_equal(lsr(0)->tags, TNT_LSR | TNT_OPA);
	over(2, false);
}

static void a_lone_lsr_has_no_method(void **state)
{
	(void)state;
	start(TNT_RTLA);
	trace("A te; B te; X er", TNT_WANT_TRACE);
	trace("A te; B er", TNT_WANT_END);
	assert_lsr(0, 'B', 1, TNT_REVEALED | TNT_RTLA | TNT_STOP_NOTHING);
	over(1, false);
}

static void failures(void **state)
{
	(void)state;
	start(TNT_RTLA);
	trace("A te; X er", TNT_WANT_END);
	assert_int_equal(reveal.last, TNT_NOTHING);
	over(0, false);
	start(TNT_RTLA);
	trace("A te; B te; *", TNT_WANT_END);
	assert_int_equal(reveal.last, TNT_TARGET_NOT_REACHED);
	over(0, false);
	start(TNT_RTLA);
	trace("A te; B te", TNT_WANT_END);
	assert_int_equal(reveal.last, TNT_TARGET_NOT_REACHED);
	over(0, false);
	start(TNT_RTLA);
	trace("*; B te; X er", TNT_WANT_END);
	assert_int_equal(reveal.last, TNT_INGRESS_NOT_FOUND);
	over(0, false);
	/* The engine did not run it. */
	start(TNT_RTLA);
	assert_int_equal(tnt_reveal_trace(&reveal, &default_rules, NULL),
			 TNT_WANT_END);
	assert_int_equal(reveal.last, TNT_TARGET_NOT_REACHED);
	over(0, false);
}

static void failure_after_a_step_is_incomplete(void **state)
{
	(void)state;
	start(TNT_FRPLA);
	trace("A te; C te; X er", TNT_WANT_TRACE);
	trace("A te; *; *", TNT_WANT_END);
	assert_true(lsr(0)->discovery & TNT_STOP_TARGET);
	over(1, true);
}

static void start_seen_twice(void **state)
{
	(void)state;
	start(TNT_RTLA);
	trace("A te; A te; X er", TNT_WANT_END);
	assert_int_equal(reveal.last, TNT_NOTHING);
	over(0, false);
}

static void silent_ingress_is_no_lsr(void **state)
{
	(void)state;
	start_with(TNT_RTLA, true);
	trace("A te; *; X er", TNT_WANT_END);
	assert_int_equal(reveal.last, TNT_NOTHING);
	over(0, false);
	start_with(TNT_RTLA, true);
	trace("A te; *; B te; X er", TNT_WANT_TRACE);
	trace("A te; *; B er", TNT_WANT_END);
	over(1, false);
}

static void unusable_new_target_ends_it(void **state)
{
	(void)state;
	start(TNT_RTLA);
	trace("A te; *; C te; X er", TNT_WANT_END); /* silent */
	assert_false(lsr(0)->reply);
	assert_int_equal(lsr(1)->discovery & TNT_STOPS, 0);
	over(2, true);
	start(TNT_RTLA);
	trace("A te; 10.1.1.1 te; C te; X er", TNT_WANT_END); /* reserved */
	over(2, true);
	start(TNT_RTLA);
	trace("A te; B te; X er", TNT_WANT_TRACE);
	trace("A te; B te; C te; B er", TNT_WANT_END); /* known */
	over(3, true);
}

static void buddies_follow_a_duplicate_address(void **state)
{
	const uint16_t found = TNT_REVEALED | TNT_BUDDY | TNT_DUPIP;

	(void)state;
	start(TNT_DUPIP);
	trace("A te; X er", TNT_WANT_BUDDY);
	buddy('W', "A te; D pu", TNT_WANT_TRACE);
	assert_addr(reveal.target, letter('D'));
	trace("A te; D er", TNT_WANT_BUDDY);
	buddy('V', "A te; C pu", TNT_WANT_TRACE);
	trace("A te; C er", TNT_WANT_BUDDY);
	buddy('U', "A te; A pu", TNT_WANT_END);
	assert_lsr(0, 'C', 2, found | TNT_STOP_NOTHING | TNT_STOP_BUDDY);
	assert_lsr(1, 'D', 1, found);
	over(2, false);
}

static void one_buddy_keeps_its_method(void **state)
{
	(void)state;
	start(TNT_DUPIP);
	trace("A te; X er", TNT_WANT_BUDDY);
	buddy('W', "A te; D pu", TNT_WANT_TRACE);
	trace("*; *; *", TNT_WANT_BUDDY);
	buddy('V', "*; *", TNT_WANT_END);
	assert_lsr(0, 'D', 1,
		   TNT_REVEALED | TNT_BUDDY | TNT_DUPIP | TNT_STOP_TARGET |
			   TNT_STOP_BUDDY);
	over(1, false); /* a buddy trace never makes it incomplete */
}

static void buddy_outcomes(void **state)
{
	static const struct {
		const char *trace;
		enum tnt_outcome outcome;
	} cases[] = {
		{"A te; D te", TNT_TARGET_NOT_REACHED},
		{"A te; D un", TNT_TARGET_NOT_REACHED},
		{"A te; D er", TNT_TARGET_NOT_REACHED},
		{"A te; *", TNT_TARGET_NOT_REACHED},
		{"A te; A pu", TNT_NOTHING},
		{"A te; B te; D pu", TNT_INGRESS_NOT_FOUND},
		{"D pu", TNT_INGRESS_NOT_FOUND},
		{"A te; *; D pu", TNT_INGRESS_NOT_FOUND},
		{"A te; W pu", TNT_NOTHING}, /* the buddy itself */
		{"A te; X pu", TNT_NOTHING},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		start(TNT_DUPIP);
		trace("A te; X er", TNT_WANT_BUDDY);
		buddy('W', cases[i].trace, TNT_WANT_END);
		assert_int_equal(reveal.last, cases[i].outcome);
		assert_true(reveal.last_was_buddy);
		over(0, false);
	}
	start_with(TNT_DUPIP, true);
	trace("A te; *; X er", TNT_WANT_BUDDY);
	buddy('W', "A te; *; D pu", TNT_WANT_TRACE);
	over(1, false);
}

static void endless_paths_end(void **state)
{
	char text[64], target[SCAMPER_ADDR_TEXT];

	(void)state;
	start(TNT_FRPLA);
	for (unsigned int i = 0; reveal.wish == TNT_WANT_TRACE; i++) {
		assert_true(i < 300);
		snprintf(text, sizeof(text), "A te; 21.0.%u.%u te; %s er",
			 i / 256, i % 256,
			 tnt_addr_text(reveal.target, target));
		tnt_reveal_trace(&reveal, &default_rules,
				 text_trace(text, 'X'));
	}
	over(255, true);
}

static void first_ttl(void **state)
{
	struct tnt_candidate pair = {0};

	(void)state;
	for (size_t at = 0; at < 6; at++) {
		static const uint8_t ttls[] = {1, 1, 1, 2, 3, 4};

		pair.start_at = at;
		assert_int_equal(tnt_reveal_first_ttl(&pair), ttls[at]);
	}
}

static void buddy_addresses(void **state)
{
	uint32_t found;

	(void)state;
	assert_true(tnt_buddy_known(0x14000600, &found));
	assert_int_equal(found, 0x14000601);
	assert_true(tnt_buddy_known(0x14000603, &found));
	assert_int_equal(found, 0x14000602);
	assert_false(tnt_buddy_known(0x14000601, &found));
	assert_int_equal(found, 0x14000600);
	assert_false(tnt_buddy_known(0x14000602, &found));
	assert_int_equal(found, 0x14000600);
	assert_int_equal(tnt_buddy_tested(0x14000601, true), 0x14000600);
	assert_int_equal(tnt_buddy_tested(0x14000602, true), 0x14000603);
	assert_int_equal(tnt_buddy_tested(0x14000601, false), 0x14000602);
	assert_int_equal(tnt_buddy_tested(0x14000602, false), 0x14000601);
}

const struct CMUnitTest reveal_tests[] = {
	cmocka_unit_test(direct_path_revelation),
	cmocka_unit_test(backward_recursive_revelation),
	cmocka_unit_test(two_new_hops),
	cmocka_unit_test(opaque_tunnels_reveal_opaque_lsrs),
	cmocka_unit_test(a_lone_lsr_has_no_method),
	cmocka_unit_test(failures),
	cmocka_unit_test(failure_after_a_step_is_incomplete),
	cmocka_unit_test(start_seen_twice),
	cmocka_unit_test(silent_ingress_is_no_lsr),
	cmocka_unit_test(unusable_new_target_ends_it),
	cmocka_unit_test(buddies_follow_a_duplicate_address),
	cmocka_unit_test(one_buddy_keeps_its_method),
	cmocka_unit_test(buddy_outcomes),
	cmocka_unit_test(endless_paths_end),
	cmocka_unit_test(first_ttl),
	cmocka_unit_test(buddy_addresses),
};
const size_t reveal_test_count = sizeof(reveal_tests) / sizeof(*reveal_tests);
