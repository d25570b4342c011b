/* SPDX-License-Identifier: BSD-3-Clause */
/* A client of the control protocol in a made-up network: what it is told. */
#ifndef SCAMPER_TEST_TALK_H
#define SCAMPER_TEST_TALK_H

#include <scamper/control.h>

#include "fake.h"

struct talk {
	struct fake *fake;
	struct scamper_control *control;
	struct scamper_client *client;
	char *text; /* everything the client got, NUL-terminated */
	size_t len;
};

/* Destinations answer after 10 ms. `max_tasks`, `max_output`: 0: default. */
struct talk *talk_new(uint32_t max_tasks, uint32_t max_output);
void talk_free(struct talk *talk);
/* Sends text; the answer is in talk->text at once. */
void talk_say(struct talk *talk, const char *text);
void talk_receive(struct talk *talk, const void *data, size_t len);
/* Takes what waits for the client. */
void talk_listen(struct talk *talk);
/* Lets time pass; with `listen`, the client reads all the while. */
void talk_wait(struct talk *talk, uint64_t ns, bool listen);
/* Forgets what was said so far. */
void talk_clear(struct talk *talk);

/* The text without the uuencoded bytes behind "DATA n". The caller frees. */
char *talk_lines(const char *text);
/* The bytes of all DATA in the text, decoded. The caller frees. */
uint8_t *talk_records(const char *text, size_t *len);
/* How many results a stream of warts has, without lists and cycles. */
unsigned int talk_count(const uint8_t *warts, size_t len);

#endif
