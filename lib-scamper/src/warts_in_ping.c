/* SPDX-License-Identifier: BSD-3-Clause */
/* Ping records (scamper.md section 7). */
#include "warts_in.h"

#include <stdlib.h>
#include <string.h>

#include "packet.h"
#include "result.h"

/* What the parameters of a ping are read into. */
struct target {
	struct scamper_reader *reader;
	struct scamper_ping *ping;
};

/* The count that a value begins with, without taking it; 0: none. */
static uint8_t peek(const struct warts_in *in, size_t at)
{
	return (size_t)(in->end - in->p) > at ? in->p[at] : 0;
}

static bool take_ping(struct warts_in *in, unsigned int number, void *object)
{
	const struct target *target = object;
	struct scamper_ping *p = target->ping;
	const uint8_t *bytes;

	switch (number) {
	case 1:
	case 2:
		in_place(target->reader, in, number, &p->list, &p->cycle);
		break;
	case 3:
	case 4:
		in32(in);
		break;
	case 8:
		p->data_len = in16(in);
		break;
	case 9:
		bytes = in_bytes(in, p->data_len);
		if (!bytes || p->data_len == 0)
			break;
		p->data = malloc(p->data_len);
		if (p->data)
			memcpy(p->data, bytes, p->data_len);
		else
			in_fail(in, FAULT_MEMORY);
		break;
	case 12:
		p->wait_s = in8(in);
		p->timeout_s = p->wait_s;
		break;
	case 24:
		if (peek(in, 0) > SCAMPER_TSPS)
			return false;
		p->tsps_used = in8(in);
		for (int i = 0; i < p->tsps_used; i++)
			p->tsps[i] = in_addr(in);
		break;
	default:
		return in_field(in, number, warts_ping_fields, p);
	}
	return true;
}

static struct scamper_ip_options *options_of(struct warts_in *in,
					     struct scamper_ping_reply *r)
{
	if (!r->ip_options)
		r->ip_options = calloc(1, sizeof(*r->ip_options));
	if (!r->ip_options)
		in_fail(in, FAULT_MEMORY);
	return r->ip_options;
}

/* An IPv4 header has no room for more than nine: what says so is kept as it
 * stands. */
static bool take_route(struct warts_in *in, struct scamper_ping_reply *r)
{
	struct scamper_ip_options *options;

	if (peek(in, 0) > SCAMPER_IP_ROUTE)
		return false;
	options = options_of(in, r);
	if (!options)
		return true;
	options->route_used = in8(in);
	for (int i = 0; i < options->route_used; i++)
		options->route[i] = in_addr(in);
	return true;
}

static bool take_times(struct warts_in *in, struct scamper_ping_reply *r)
{
	struct scamper_ip_options *options;

	if (peek(in, 0) > SCAMPER_IP_TIMES || peek(in, 1) > SCAMPER_IP_TIMES)
		return false;
	options = options_of(in, r);
	if (!options)
		return true;
	options->have_times = true;
	options->times_used = in8(in);
	options->time_addrs_used = in8(in);
	for (int i = 0; i < options->times_used; i++)
		options->times[i] = in32(in);
	for (int i = 0; i < options->time_addrs_used; i++)
		options->time_addrs[i] = in_addr(in);
	return true;
}

static bool take_reply(struct warts_in *in, unsigned int number, void *object)
{
	struct scamper_ping_reply *r = object;

	switch (number) {
	case 1:
		in32(in);
		break;
	case 13:
		return take_route(in, r);
	case 14:
		return take_times(in, r);
	case 17:
		r->have_icmp_times = true;
		for (int i = 0; i < 3; i++)
			r->icmp_times[i] = in32(in);
		break;
	default:
		return in_field(in, number, warts_ping_reply_fields, r);
	}
	return true;
}

static struct scamper_ping_reply *in_reply(struct warts_in *in)
{
	struct scamper_ping_reply *reply = calloc(1, sizeof(*reply));

	if (!reply) {
		in_fail(in, FAULT_MEMORY);
		return NULL;
	}
	reply->proto = PROTO_ICMP;
	in_block(in, take_reply, reply, &reply->extra);
	if (in->fault == FAULT_NONE)
		return reply;
	scamper_ping_reply_free(reply);
	return NULL;
}

struct scamper_ping *in_ping(struct scamper_reader *reader, struct warts_in *in)
{
	struct target target = {.reader = reader, .ping = scamper_ping_new()};
	struct scamper_ping *ping = target.ping;
	uint16_t count;

	if (!ping) {
		in_fail(in, FAULT_MEMORY);
		return NULL;
	}
	in_block(in, take_ping, &target, &ping->extra);
	if (!ping->data)
		ping->data_len = 0;
	count = in16(in);
	for (uint16_t i = 0; i < count && in->fault == FAULT_NONE; i++) {
		struct scamper_ping_reply *reply = in_reply(in);

		if (reply && scamper_ping_append(ping, reply)) {
			scamper_ping_reply_free(reply);
			in_fail(in, FAULT_MEMORY);
		}
	}
	if (in->fault == FAULT_NONE)
		return ping;
	scamper_ping_free(ping);
	return NULL;
}
