/* SPDX-License-Identifier: BSD-3-Clause */
/* tracelb records (type 8); see warts_out_tracelb.c. */
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "result_tracelb.h"

/* What the parameters are read into, and the counts that stand among them. */
struct target {
	struct scamper_reader *reader;
	struct scamper_tracelb *t;
	uint16_t nodes;
	uint16_t links;
};

static bool take_param(struct warts_in *in, unsigned int number, void *object)
{
	struct target *target = object;
	struct scamper_tracelb *t = target->t;

	switch (number) {
	case 1:
	case 2:
		in_place(target->reader, in, number, &t->list, &t->cycle);
		break;
	case 3:
	case 4:
		in32(in);
		break;
	case 16:
		target->nodes = in16(in);
		break;
	case 17:
		target->links = in16(in);
		break;
	default:
		return in_field(in, number, warts_tracelb_fields, t);
	}
	return true;
}

static bool take_node(struct warts_in *in, unsigned int number, void *object)
{
	struct scamper_lb_node *node = object;

	switch (number) {
	case 1:
		in32(in);
		break;
	case 2:
		node->have_quoted_ttl = in8(in) & 1;
		break;
	case 3:
		in16(in); /* links that begin here: counted again */
		break;
	default:
		return in_field(in, number, warts_lb_node_fields, node);
	}
	return true;
}

/* A link and the counts of its parts. */
struct link_target {
	struct scamper_lb_link *link;
	uint8_t sets;
};

static bool take_link(struct warts_in *in, unsigned int number, void *object)
{
	struct link_target *target = object;

	switch (number) {
	case 1:
		target->link->from = in16(in);
		break;
	case 2:
		target->link->to = in16(in);
		target->link->open = false;
		break;
	case 3:
		target->sets = in8(in);
		break;
	default:
		return false;
	}
	return true;
}

static bool take_count(struct warts_in *in, unsigned int number, void *object)
{
	uint16_t *count = object;

	if (number != 1)
		return false;
	*count = in16(in);
	return true;
}

struct probe_target {
	struct scamper_lb_probe *probe;
	uint16_t replies;
};

static bool take_probe(struct warts_in *in, unsigned int number, void *object)
{
	struct probe_target *target = object;

	if (number != 5)
		return in_field(in, number, warts_lb_probe_fields,
				target->probe);
	target->replies = in16(in);
	return true;
}

static bool take_reply(struct warts_in *in, unsigned int number, void *object)
{
	struct scamper_lb_reply *r = object;

	switch (number) {
	case 7:
		in_ext(in, &r->ext, &r->ext_len);
		break;
	case 10:
		in32(in);
		break;
	default:
		return in_field(in, number, warts_lb_reply_fields, r);
	}
	return true;
}

/* What was allocated, or a fault when there was no memory. */
static void *have(struct warts_in *in, void *object)
{
	if (!object)
		in_fail(in, FAULT_MEMORY);
	return object;
}

static void read_probe(struct warts_in *in, struct scamper_lb_set *set)
{
	struct probe_target target = {0};
	struct scamper_lb_reply *reply;

	target.probe = have(in, calloc(1, sizeof(*target.probe)));
	if (!target.probe)
		return;
	if (lb_append_probe(set, target.probe)) {
		lb_probe_free(target.probe);
		in_fail(in, FAULT_MEMORY);
		return;
	}
	in_block(in, take_probe, &target, &target.probe->extra);
	for (uint16_t i = 0; i < target.replies && in->fault == FAULT_NONE;
	     i++) {
		reply = have(in, lb_add_reply(target.probe));
		if (reply)
			in_block(in, take_reply, reply, &reply->extra);
	}
}

static void read_link(struct warts_in *in, struct scamper_lb_link *link,
		      uint16_t nodes)
{
	struct link_target target = {.link = link};

	link->open = true;
	in_block(in, take_link, &target, &link->extra);
	if (link->from >= nodes || (!link->open && link->to >= nodes))
		in_fail(in, FAULT_REFERENCE);
	for (uint8_t i = 0; i < target.sets && in->fault == FAULT_NONE; i++) {
		struct scamper_lb_set *set = have(in, lb_add_set(link));
		uint16_t count = 0;

		if (set)
			in_block(in, take_count, &count, &set->extra);
		for (uint16_t j = 0; j < count && in->fault == FAULT_NONE; j++)
			read_probe(in, set);
	}
}

void in_tracelb(struct scamper_reader *reader, struct warts_in *in,
		struct scamper_object *object)
{
	struct target target = {.reader = reader, .t = scamper_tracelb_new()};
	struct scamper_tracelb *t = have(in, target.t);

	object->tracelb = t;
	if (!t)
		return;
	in_block(in, take_param, &target, &t->extra);
	for (uint16_t i = 0; i < target.nodes && in->fault == FAULT_NONE; i++) {
		struct scamper_lb_node *node = have(in, lb_add_node(t));

		if (node)
			in_block(in, take_node, node, &node->extra);
	}
	for (uint16_t i = 0; i < target.links && in->fault == FAULT_NONE; i++) {
		struct scamper_lb_link *link = have(in, lb_add_link(t));

		if (link)
			read_link(in, link, target.nodes);
	}
}
