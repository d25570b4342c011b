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

unsigned int lab_numbers[LABS_MAX];

struct run {
	struct fake_engine engine; /* first: fake_submit() takes it */
	struct tnt_rules rules;
	FILE *dump, *counts;
	char *commands_text, *dump_text, *counts_text;
};

static void finished(void *user, struct tnt_path *path)
{
	struct run *run = user;

	tnt_dump_text(run->dump, path, &run->rules, true);
	fprintf(run->counts, "probes reported: %u\n",
		(unsigned)path->probes_upstream);
}

static char *file_text(const char *name)
{
	char path[256];
	char *text = calloc(1, 65536);
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.txt", EXPECTED_DIR, name);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_true(fread(text, 1, 65535, file) > 0);
	fclose(file);
	return text;
}

/* Every simulated RTT is 1.234 ms. */
static void mask_rtt(char *text)
{
	while ((text = strstr(text, "1.234 ms")))
		memcpy(text, "R.RRR", 5);
}

void run_lab(void **state)
{
	const struct lab *lab = &lab_table[*(const unsigned int *)*state];
	const uint32_t dsts[] = {0x14090908, 0x14090909};
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
	char text[65536], *expected = file_text(lab->name);

	run.rules.brute_force = lab->brute_force;
	options.rules = run.rules;
	lab_build(lab, &run.engine.sim);
	run.engine.commands = open_memstream(&run.commands_text, &sizes[0]);
	run.dump = open_memstream(&run.dump_text, &sizes[1]);
	run.counts = open_memstream(&run.counts_text, &sizes[2]);
	driver = tnt_driver_new(&options, dsts + !lab->two_destinations,
				1 + lab->two_destinations);
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
	free(run.commands_text);
	free(run.dump_text);
	free(run.counts_text);
	free(expected);
}
