/* SPDX-License-Identifier: BSD-3-Clause */
/* What is known of the run a record comes from, so that it can be trusted. */
#ifndef TNT_RUN_H
#define TNT_RUN_H

#include <stdbool.h>
#include <stdint.h>

#define TNT_VERSION "0.1.0" /* of the prober */

#define TNT_RUN_WORD 24

/* Unknown: the flag is false, or the word empty. */
struct tnt_run {
	char version[TNT_RUN_WORD];
	char clock[TNT_RUN_WORD]; /* source of the engine's clock */
	bool has_seed, has_options, has_image;
	uint64_t seed;     /* of the order of the destinations */
	uint64_t options;  /* of what decides verdicts: tnt_options_hash() */
	uint8_t image[32]; /* SHA-256, as the starter of the program says */
};

#endif
