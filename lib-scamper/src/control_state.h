/* SPDX-License-Identifier: BSD-3-Clause */
/* The inside of the control protocol, shared by its files. */
#ifndef SCAMPER_CONTROL_STATE_H
#define SCAMPER_CONTROL_STATE_H

#include <scamper/control.h>
#include <scamper/record.h>

#include "buffer.h"

/* Bytes that are used up from the front. */
struct queue {
	struct buffer bytes;
	size_t at; /* used up */
};

size_t queue_len(const struct queue *queue);
uint8_t *queue_front(const struct queue *queue);
void queue_drop(struct queue *queue, size_t len);
void queue_free(struct queue *queue);

struct scamper_control {
	struct scamper_control_options options;
	char *monitor; /* own copies */
	char *hostname;
	char *version;
	struct scamper_client *clients;
};

enum client_state {
	CLIENT_INTERACTIVE,
	CLIENT_ATTACHED,
	CLIENT_DONE, /* no more commands, tasks are running */
	CLIENT_OVER, /* only output is left */
};

struct scamper_client {
	struct scamper_client *next;
	struct scamper_control *control;
	enum client_state state;
	char *name;
	struct queue in;
	struct queue out;
	bool parsing; /* further down the stack */
	struct scamper_source *source;
	struct scamper_writer *writer;
	bool json;
	bool cycle_started; /* its record was put out */
	uint32_t last_task;
};

/* One line to the client, with LF. */
__attribute__((format(printf, 2, 3))) void client_say(
	struct scamper_client *client, const char *format, ...);
/* Attached mode. False: it failed and the client was told. */
bool client_attach(struct scamper_client *client, uint32_t priority, bool json);
/* No more input, no tasks; what was put out still leaves. */
void client_end(struct scamper_client *client);

/* control_words.c: a line of interactive mode; it may be changed. */
void client_interact(struct scamper_client *client, char *line);

/* The first word of *line, ended by NUL; *line is put behind it. NULL: none. */
char *next_word(char **line);
/* As strcmp() == 0, for ASCII letters of any case. */
bool same_word(const char *a, const char *b);
/* A decimal number of 32 bits. */
bool parse_u32(const char *text, uint32_t *value);

char *copy_text(const char *text);

#endif
