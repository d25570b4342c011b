/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The worked examples, from the first command to the last byte of the dump,
 * over the simulator. The expected files are those of the labs of netlab.
 */
#include "tests.h"

#include <stdlib.h>
#include <string.h>

#include "dump.h"
#include "fake_engine.h"
#include "labs.h"
#include "records.h"

unsigned int lab_numbers[LABS_MAX];

#define TEXT_MAX 65536

struct run {
	struct fake_engine engine; /* first: fake_submit() takes it */
	struct tnt_rules rules;
	FILE *dump, *counts;
	char *commands_text, *dump_text, *counts_text;
};

static void finished(void *user, struct tnt_path *path)
{
	struct run *run = user;

	dump_to(run->dump, path, &run->rules, TNT_DUMP_VERBOSE);
	fprintf(run->counts, "probes reported: %u\n",
		(unsigned)path->probes_upstream);
	assert_round_trip(path);
}

static char *file_text(const char *name)
{
	char path[256];
	char *text = calloc(1, TEXT_MAX);
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.txt", EXPECTED_DIR, name);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_true(fread(text, 1, TEXT_MAX - 1, file) > 0);
	fclose(file);
	return text;
}

/* Every simulated RTT is 1.234 ms. */
static void mask_rtt(char *text)
{
	while ((text = strstr(text, "1.234 ms")))
		memcpy(text, "R.RRR", 5);
}

/* One address of an expected text over IPv6; it keeps its column. */
static size_t put_ipv6(char *out, const char *text, size_t len)
{
	char copy[16], ipv6[SCAMPER_ADDR_TEXT];
	struct tnt_addr addr;
	int width = text[len] == ' ' && text[len + 1] == ' ' ? 15 : 0;

	snprintf(copy, sizeof(copy), "%.*s", (int)len, text);
	assert_true(tnt_addr_parse(copy, &addr));
	tnt_addr_text(lab_addr(true, tnt_addr_to_ipv4(addr)), ipv6);
	return (size_t)sprintf(out, "%-*s", width, ipv6);
}

/* The expected text of a lab, with each address replaced. */
static void over_ipv6(const char *text, char out[TEXT_MAX])
{
	while (*text) {
		size_t len = strspn(text, "0123456789.");

		if (len >= 7 && memchr(text, '.', len - 4)) {
			out += put_ipv6(out, text, len);
			text += len;
			/* The column of addresses is 15 wide. */
			if (text[0] == ' ' && text[1] == ' ')
				text += strspn(text, " ") - 1;
			continue;
		}
		*out++ = *text++;
	}
	*out = '\0';
}

static void run_over(const struct lab *lab, bool ipv6, const char *expected)
{
	struct tnt_destinations dsts = {0};
	struct run run = {.rules = {.frpla = 3, .rtla = 1}};
	struct tnt_driver_options options = {
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = 1,
		.submit = fake_submit,
		.finished = finished,
		.user = &run,
	};
	size_t sizes[3];
	struct tnt_driver *driver;
	char text[TEXT_MAX];

	run.rules.brute_force = lab->brute_force;
	options.rules = run.rules;
	lab_build(lab, ipv6, &run.engine.sim);
	run.engine.commands = open_memstream(&run.commands_text, &sizes[0]);
	run.dump = open_memstream(&run.dump_text, &sizes[1]);
	run.counts = open_memstream(&run.counts_text, &sizes[2]);
	if (lab->two_destinations)
		tnt_destinations_add(&dsts,
				     ipv6 ? "2a00:14:9:9::8" : "20.9.9.8");
	tnt_destinations_add(&dsts, ipv6 ? "2a00:14:9:9::9" : "20.9.9.9");
	driver = tnt_driver_new(&options, &dsts);
	assert_true(fake_run(&run.engine, driver));
	assert_int_equal(tnt_driver_probes_sent(driver), run.engine.sim.probes);
	fclose(run.engine.commands);
	fclose(run.dump);
	fclose(run.counts);
	mask_rtt(run.dump_text);
	snprintf(text, sizeof(text), "%s\n%s%sprobes sent: %u\n",
		 run.commands_text, run.dump_text, run.counts_text,
		 run.engine.sim.probes);
	assert_string_equal(text, expected);
	tnt_driver_free(driver);
	tnt_destinations_free(&dsts);
	free(run.commands_text);
	free(run.dump_text);
	free(run.counts_text);
}

void run_lab(void **state)
{
	const struct lab *lab = &lab_table[*(const unsigned int *)*state];
	char *expected = file_text(lab->name);

	run_over(lab, false, expected);
	free(expected);
}

void run_lab_ipv6(void **state)
{
	const struct lab *lab = &lab_table[*(const unsigned int *)*state];
	char *ipv4 = file_text(lab->name), expected[TEXT_MAX];

	/* Buddies are of IPv4 only: a repeated address is one attempt. */
	if (strstr(ipv4, "BUD")) {
		free(ipv4);
		ipv4 = file_text("../../native/tnt/data/no-buddy");
	}
	over_ipv6(ipv4, expected);
	run_over(lab, true, expected);
	free(ipv4);
}
