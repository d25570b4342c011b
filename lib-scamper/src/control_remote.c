/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Dial-in: clients in channels of one connection to a controller.
 *
 * As observed between Debian's scamper and sc_remoted: a message is its number
 * (4 bytes), its channel (4), the length of what follows (2), big-endian.
 * Channel 0 is for the two ends, the others carry the bytes of one client
 * each. Each side counts its messages from 0 and acknowledges each one of the
 * other; greetings, acknowledgements and signs of life are not counted. What
 * was not acknowledged is sent again over the next connection.
 */
#include <scamper/control.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "control_state.h"
#include "fail.h"

enum {
	HEADER = 10,
	MAX_CHANNELS = 64,
	MAX_CHUNK = 8192 - HEADER,
	MAX_UNACKED = 1 << 18, /* bytes on their way; the rest waits */
	MAX_NAME = 255,
};

/* The first byte of a message in channel 0. */
enum kind {
	KIND_MASTER,    /* length and magic, length and monitor's name */
	KIND_MASTER_ID, /* length and name of the session */
	KIND_NEW,       /* channel (4) */
	KIND_FIN,       /* channel (4) */
	KIND_ALIVE,     /* answered by the same */
	KIND_ACK,       /* number (4) */
	KIND_RESUME,    /* length and magic; next number expected, first one
			 * not acknowledged, next one to be sent (4 each) */
	KIND_UNKNOWN,   /* the session to resume */
	KIND_RESUMED,   /* next number expected (4) */
};

enum remote_state {
	REMOTE_FRESH,    /* no session */
	REMOTE_GREETED,  /* connected, a new session was asked for */
	REMOTE_BROKEN,   /* a session without connection */
	REMOTE_RESUMING, /* connected, the session was asked for */
	REMOTE_UP,
};

struct channel {
	struct channel *next;
	uint32_t number;
	struct scamper_client *client;
};

struct scamper_remote {
	struct scamper_control *control;
	enum remote_state state;
	uint8_t magic[SCAMPER_REMOTE_MAGIC];
	char name[MAX_NAME + 1]; /* that the controller gave us */
	struct channel *channels;
	unsigned int channels_used;
	unsigned int clients; /* so far */
	struct queue in;
	struct queue out;
	struct queue unacked; /* whole messages, in order */
	uint32_t una;         /* number of the first of them */
	uint32_t next;        /* of the next message */
	uint32_t expected;    /* number of the controller's next message */
};

struct scamper_remote *scamper_remote_new(
	struct scamper_control *control,
	const uint8_t magic[SCAMPER_REMOTE_MAGIC], struct scamper_error *error)
{
	struct scamper_remote *remote = calloc(1, sizeof(*remote));

	if (!remote) {
		scamper_fail_memory(error);
		return NULL;
	}
	remote->control = control;
	memcpy(remote->magic, magic, SCAMPER_REMOTE_MAGIC);
	return remote;
}

static void free_channel(struct scamper_remote *remote, struct channel **link)
{
	struct channel *channel = *link;

	*link = channel->next;
	remote->channels_used--;
	scamper_client_free(channel->client);
	free(channel);
}

/* Forgets the session: its clients are gone with it. */
static void forget(struct scamper_remote *remote)
{
	while (remote->channels)
		free_channel(remote, &remote->channels);
	queue_free(&remote->in);
	queue_free(&remote->out);
	queue_free(&remote->unacked);
	remote->una = remote->next = remote->expected = 0;
	remote->clients = 0;
	remote->state = REMOTE_FRESH;
}

void scamper_remote_free(struct scamper_remote *remote)
{
	if (!remote)
		return;
	forget(remote);
	free(remote);
}

static void put_header(struct buffer *to, uint32_t number, uint32_t channel,
		       size_t len)
{
	buffer_put32(to, number);
	buffer_put32(to, channel);
	buffer_put16(to, (uint16_t)len);
}

/* A message that counts: kept until it is acknowledged. */
static void send_counted(struct scamper_remote *remote, uint32_t channel,
			 const void *data, size_t len)
{
	struct buffer *kept = &remote->unacked.bytes;

	put_header(kept, remote->next, channel, len);
	buffer_put(kept, data, len);
	put_header(&remote->out.bytes, remote->next, channel, len);
	buffer_put(&remote->out.bytes, data, len);
	remote->next++;
}

/* One for channel 0 that does not. */
static void send_uncounted(struct scamper_remote *remote, const void *data,
			   size_t len)
{
	bool greeting = remote->state != REMOTE_UP;

	put_header(&remote->out.bytes, greeting ? 0 : remote->next, 0, len);
	buffer_put(&remote->out.bytes, data, len);
}

static void send_number(struct scamper_remote *remote, enum kind kind,
			uint32_t number)
{
	uint8_t message[5] = {(uint8_t)kind};

	put32(message + 1, number);
	if (kind == KIND_FIN)
		send_counted(remote, 0, message, sizeof(message));
	else
		send_uncounted(remote, message, sizeof(message));
}

static void greet(struct scamper_remote *remote, enum kind kind)
{
	uint8_t message[2 + SCAMPER_REMOTE_MAGIC + 1 + MAX_NAME + 1];
	const char *monitor = remote->control->monitor;
	size_t len = 2 + SCAMPER_REMOTE_MAGIC;

	message[0] = (uint8_t)kind;
	message[1] = SCAMPER_REMOTE_MAGIC;
	memcpy(message + 2, remote->magic, SCAMPER_REMOTE_MAGIC);
	if (kind == KIND_RESUME) {
		put32(message + len, remote->expected);
		put32(message + len + 4, remote->una);
		put32(message + len + 8, remote->next);
		len += 12;
	} else {
		size_t room = monitor ? strlen(monitor) + 1 : 0;

		if (room > MAX_NAME)
			room = 0;
		message[len++] = (uint8_t)room;
		if (room)
			memcpy(message + len, monitor, room);
		len += room;
	}
	send_uncounted(remote, message, len);
}

void scamper_remote_connected(struct scamper_remote *remote)
{
	bool known = remote->state == REMOTE_BROKEN;

	remote->state = known ? REMOTE_RESUMING : REMOTE_GREETED;
	greet(remote, known ? KIND_RESUME : KIND_MASTER);
}

void scamper_remote_disconnected(struct scamper_remote *remote)
{
	bool known =
		remote->state == REMOTE_UP || remote->state == REMOTE_RESUMING;

	queue_free(&remote->in);
	queue_free(&remote->out);
	remote->state = known ? REMOTE_BROKEN : REMOTE_FRESH;
}

void scamper_remote_alive(struct scamper_remote *remote)
{
	uint8_t message = KIND_ALIVE;

	if (remote->state == REMOTE_UP)
		send_uncounted(remote, &message, 1);
}

static struct channel **find(struct scamper_remote *remote, uint32_t number)
{
	struct channel **link = &remote->channels;

	while (*link && (*link)->number != number)
		link = &(*link)->next;
	return link;
}

static bool open_channel(struct scamper_remote *remote, uint32_t number)
{
	struct channel *channel;
	char name[MAX_NAME + 16];

	if (number == 0 || *find(remote, number))
		return false;
	snprintf(name, sizeof(name), "%s_%u", remote->name, remote->clients++);
	channel = remote->channels_used < MAX_CHANNELS
			  ? calloc(1, sizeof(*channel))
			  : NULL;
	if (channel)
		channel->client =
			scamper_client_new(remote->control, name, true, NULL);
	if (!channel || !channel->client) {
		free(channel);
		send_number(remote, KIND_FIN, number);
		return true;
	}
	channel->number = number;
	channel->next = remote->channels;
	remote->channels = channel;
	remote->channels_used++;
	return true;
}

/* Up to the message with this number, which is not acknowledged. */
static bool acknowledged(struct scamper_remote *remote, uint32_t number)
{
	if (number - remote->una > remote->next - remote->una)
		return false; /* of a message that was never sent */
	while (remote->una != number) {
		size_t len = get16(queue_front(&remote->unacked) + 8);

		queue_drop(&remote->unacked, HEADER + len);
		remote->una++;
	}
	return true;
}

/* A message of channel 0 that counts. */
static bool take_counted(struct scamper_remote *remote, const uint8_t *data,
			 size_t len)
{
	struct channel *channel;
	uint32_t number;

	if (len != 5)
		return false;
	number = get32(data + 1);
	if (data[0] == KIND_NEW)
		return open_channel(remote, number);
	if (data[0] != KIND_FIN)
		return false;
	channel = *find(remote, number);
	if (channel)
		scamper_client_eof(channel->client);
	return true;
}

static bool take_session(struct scamper_remote *remote, const uint8_t *data,
			 size_t len)
{
	if (len < 3 || data[1] != len - 2 || data[len - 1] != '\0')
		return false;
	memcpy(remote->name, data + 2, len - 2);
	remote->state = REMOTE_UP;
	return true;
}

static bool take_resumed(struct scamper_remote *remote, const uint8_t *data,
			 size_t len)
{
	if (len != 5 || data[0] != KIND_RESUMED ||
	    !acknowledged(remote, get32(data + 1))) {
		forget(remote);
		return false;
	}
	remote->state = REMOTE_UP;
	buffer_put(&remote->out.bytes, queue_front(&remote->unacked),
		   queue_len(&remote->unacked));
	return true;
}

static bool take_message(struct scamper_remote *remote, uint32_t number,
			 uint32_t to, const uint8_t *data, size_t len)
{
	uint8_t kind = to == 0 && len ? data[0] : KIND_NEW;
	struct channel *channel;

	if (to == 0 && len == 0)
		return false;
	if (remote->state == REMOTE_GREETED)
		return to == 0 && kind == KIND_MASTER_ID &&
		       take_session(remote, data, len);
	if (remote->state == REMOTE_RESUMING)
		return to == 0 && take_resumed(remote, data, len);
	if (kind == KIND_ALIVE)
		return len == 1;
	if (kind == KIND_ACK)
		return len == 5 && acknowledged(remote, get32(data + 1) + 1);
	if (number != remote->expected) {
		/* Sent again although it has arrived, or one is missing. */
		if (remote->expected - number > INT32_MAX)
			return false;
		send_number(remote, KIND_ACK, number);
		return true;
	}
	send_number(remote, KIND_ACK, remote->expected++);
	if (to == 0)
		return take_counted(remote, data, len);
	channel = *find(remote, to);
	if (channel)
		scamper_client_receive(channel->client, data, len);
	return true;
}

bool scamper_remote_receive(struct scamper_remote *remote, const void *data,
			    size_t len)
{
	struct queue *in = &remote->in;

	buffer_put(&in->bytes, data, len);
	if (in->bytes.failed)
		return false;
	while (queue_len(in) >= HEADER) {
		const uint8_t *at = queue_front(in);
		size_t body = get16(at + 8);

		if (queue_len(in) < HEADER + body)
			break;
		if (!take_message(remote, get32(at), get32(at + 4), at + HEADER,
				  body))
			return false;
		queue_drop(in, HEADER + body);
	}
	return true;
}

/* Takes what the client has for us. */
static void collect_from(struct scamper_remote *remote, struct channel *channel)
{
	while (queue_len(&remote->unacked) < MAX_UNACKED) {
		size_t len;
		const void *data = scamper_client_output(channel->client, &len);

		if (len == 0)
			return;
		if (len > MAX_CHUNK)
			len = MAX_CHUNK;
		send_counted(remote, channel->number, data, len);
		scamper_client_sent(channel->client, len);
	}
}

static void collect(struct scamper_remote *remote)
{
	struct channel **link = &remote->channels;

	while (*link) {
		struct channel *channel = *link;

		collect_from(remote, channel);
		if (scamper_client_finished(channel->client)) {
			send_number(remote, KIND_FIN, channel->number);
			free_channel(remote, link);
		} else {
			link = &channel->next;
		}
	}
}

const void *scamper_remote_output(struct scamper_remote *remote, size_t *len)
{
	if (remote->state == REMOTE_UP)
		collect(remote);
	if (remote->out.bytes.failed || remote->unacked.bytes.failed)
		forget(remote); /* no memory: a message was lost */
	*len = queue_len(&remote->out);
	return queue_front(&remote->out);
}

void scamper_remote_sent(struct scamper_remote *remote, size_t len)
{
	queue_drop(&remote->out, len);
}

bool scamper_remote_idle(const struct scamper_remote *remote)
{
	return !remote->channels && queue_len(&remote->unacked) == 0;
}
