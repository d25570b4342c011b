/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A made-up network and clock: probes go to a responder, which plans replies;
 * time jumps from event to event. A whole run is a pure function.
 */
#ifndef SCAMPER_TEST_FAKE_H
#define SCAMPER_TEST_FAKE_H

#include <scamper/engine.h>

enum { FAKE_SENT = 4096, FAKE_BYTES = 600 };

#define MS  UINT64_C(1000000)
#define SEC UINT64_C(1000000000)

struct fake_sent {
	uint64_t at;
	uint32_t dst;
	uint16_t len;
	uint8_t ttl;
	uint8_t bytes[FAKE_BYTES];
};

struct fake_planned {
	uint64_t at;
	uint32_t order;
	uint16_t len;
	uint8_t bytes[FAKE_BYTES];
};

struct fake {
	struct scamper_engine *engine;
	struct scamper_source *source;
	uint64_t now;
	void (*respond)(struct fake *fake, const struct fake_sent *probe);
	int send_error;   /* what the next sends return, when not 0 */
	int no_fragments; /* negative errno: there are none for -M */
	/* trace -O ptr: addresses whose name was asked for. They get the name
	 * "host" at the next turn, unless nobody answers. */
	struct scamper_addr asked[64];
	uint32_t asked_used;
	uint32_t named_used; /* of them */
	bool no_names;
	enum scamper_stamp stamp; /* of what arrives */
	struct fake_sent sent[FAKE_SENT];
	uint32_t sent_used;
	struct fake_planned planned[FAKE_SENT];
	uint32_t planned_used;
	uint32_t order;
	/* What came out, in order of completion. */
	struct scamper_result *results[64];
	uint32_t ids[64];
	uint32_t results_used;
	uint32_t credits;
	uint64_t credit_at[64];
	/* Called at each credit, may be NULL. */
	void (*on_credit)(struct fake *fake);
};

/* options->ops and ->backend are filled in. NULL options: 1000 pps. */
struct fake *fake_new(const struct scamper_engine_options *options);
void fake_free(struct fake *fake);

/* Submits a command that must be accepted. */
uint32_t fake_submit(struct fake *fake, const char *command);
/* Runs until the source is finished (told so) or `until`. */
void fake_run(struct fake *fake);
void fake_run_until(struct fake *fake, uint64_t until);
/* Submits one command, runs to the end, returns its result. */
struct scamper_result *fake_one(struct fake *fake, const char *command);

/* Plans a reply `delay` ns from now. */
void fake_time_exceeded(struct fake *fake, const struct fake_sent *probe,
			uint32_t from, uint64_t delay);
void fake_unreachable(struct fake *fake, const struct fake_sent *probe,
		      uint32_t from, uint8_t code, uint64_t delay);
void fake_echo_reply(struct fake *fake, const struct fake_sent *probe,
		     uint64_t delay);
/* Any bytes from the IP header on. */
void fake_plan(struct fake *fake, const uint8_t *bytes, size_t len,
	       uint64_t delay);
/* What a host does with the probe: echo reply or port unreachable. */
void fake_answer(struct fake *fake, const struct fake_sent *probe,
		 uint64_t delay);

/*
 * Builds an ICMP message into `out` (FAKE_BYTES), returns its length. `body`
 * follows the 8 bytes of header; `word` is the header's second half.
 */
size_t fake_icmp(uint8_t *out, uint32_t from, uint32_t to, uint8_t ttl,
		 uint8_t type, uint8_t code, uint32_t word, const uint8_t *body,
		 size_t len);

#endif
