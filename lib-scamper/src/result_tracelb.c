/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory and views of <scamper/tracelb.h>. */
#include "result_tracelb.h"

#include <stdlib.h>

#include "result.h"

struct scamper_tracelb *scamper_tracelb_new(void)
{
	return calloc(1, sizeof(struct scamper_tracelb));
}

static void reply_free(struct scamper_lb_reply *reply)
{
	free(reply->ext);
	scamper_extra_free(reply->extra);
	free(reply);
}

void lb_probe_free(struct scamper_lb_probe *probe)
{
	if (!probe)
		return;
	for (uint32_t i = 0; i < probe->replies_used; i++)
		reply_free(probe->replies[i]);
	free(probe->replies);
	scamper_extra_free(probe->extra);
	free(probe);
}

static void set_free(struct scamper_lb_set *set)
{
	for (uint32_t i = 0; i < set->probes_used; i++)
		lb_probe_free(set->probes[i]);
	free(set->probes);
	scamper_extra_free(set->extra);
	free(set);
}

void lb_link_free(struct scamper_lb_link *link)
{
	if (!link)
		return;
	for (uint32_t i = 0; i < link->sets_used; i++)
		set_free(link->sets[i]);
	free(link->sets);
	scamper_extra_free(link->extra);
	free(link);
}

static void node_free(struct scamper_lb_node *node)
{
	free(node->name);
	scamper_extra_free(node->extra);
	free(node);
}

void scamper_tracelb_free(struct scamper_tracelb *tracelb)
{
	if (!tracelb)
		return;
	for (uint32_t i = 0; i < tracelb->nodes_used; i++)
		node_free(tracelb->nodes[i]);
	for (uint32_t i = 0; i < tracelb->links_used; i++)
		lb_link_free(tracelb->links[i]);
	free(tracelb->nodes);
	free(tracelb->links);
	scamper_extra_free(tracelb->extra);
	scamper_list_unref(tracelb->list);
	scamper_cycle_unref(tracelb->cycle);
	free(tracelb);
}

/* Appends a fresh object of `size` bytes to an array of pointers; NULL: no
 * memory. */
static void *append_new(void **array, uint32_t *used, size_t size)
{
	void *grown = *array, *object;

	if (scamper_array_grow(&grown, *used, sizeof(void *)))
		return NULL;
	*array = grown;
	object = calloc(1, size);
	if (object)
		((void **)grown)[(*used)++] = object;
	return object;
}

struct scamper_lb_node *lb_add_node(struct scamper_tracelb *tracelb)
{
	void *array = tracelb->nodes;
	void *node = append_new(&array, &tracelb->nodes_used,
				sizeof(struct scamper_lb_node));

	tracelb->nodes = array;
	return node;
}

struct scamper_lb_link *lb_add_link(struct scamper_tracelb *tracelb)
{
	void *array = tracelb->links;
	void *link = append_new(&array, &tracelb->links_used,
				sizeof(struct scamper_lb_link));

	tracelb->links = array;
	return link;
}

struct scamper_lb_set *lb_add_set(struct scamper_lb_link *link)
{
	void *array = link->sets;
	void *set = append_new(&array, &link->sets_used,
			       sizeof(struct scamper_lb_set));

	link->sets = array;
	return set;
}

int lb_append_probe(struct scamper_lb_set *set, struct scamper_lb_probe *probe)
{
	void *array = set->probes;

	if (scamper_array_grow(&array, set->probes_used, sizeof(probe)))
		return -1;
	set->probes = array;
	set->probes[set->probes_used++] = probe;
	return 0;
}

struct scamper_lb_reply *lb_add_reply(struct scamper_lb_probe *probe)
{
	void *array = probe->replies;
	void *reply = append_new(&array, &probe->replies_used,
				 sizeof(struct scamper_lb_reply));

	probe->replies = array;
	return reply;
}

uint32_t scamper_tracelb_degree(const struct scamper_tracelb *tracelb,
				uint32_t node)
{
	uint32_t degree = 0;

	for (uint32_t i = 0; i < tracelb->links_used; i++)
		degree += tracelb->links[i]->from == node;
	return degree;
}

const char *scamper_tracelb_method_name(uint8_t type)
{
	static const char *const names[] = {
		"unknown",   "udp-dport", "icmp-echo",
		"udp-sport", "tcp-sport", "tcp-ack-sport",
	};

	return names[type < sizeof(names) / sizeof(names[0]) ? type : 0];
}
