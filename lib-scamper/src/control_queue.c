/* SPDX-License-Identifier: BSD-3-Clause */
/* Bytes on their way in or out. */
#include <string.h>

#include "control_state.h"

/* A queue that was this long gives its memory back when it is empty. */
enum { KEEP = 65536 };

size_t queue_len(const struct queue *queue)
{
	return queue->bytes.len - queue->at;
}

uint8_t *queue_front(const struct queue *queue)
{
	return queue->bytes.data ? queue->bytes.data + queue->at : NULL;
}

void queue_drop(struct queue *queue, size_t len)
{
	struct buffer *bytes = &queue->bytes;

	queue->at += len;
	if (queue->at == bytes->len && bytes->room > KEEP) {
		queue_free(queue);
	} else if (queue->at >= bytes->len / 2) {
		/* Each byte is moved once for each that was used up. */
		bytes->len -= queue->at;
		if (bytes->len)
			memmove(bytes->data, bytes->data + queue->at,
				bytes->len);
		queue->at = 0;
	}
}

void queue_free(struct queue *queue)
{
	buffer_free(&queue->bytes);
	*queue = (struct queue){0}; /* and it works again after a failure */
}
