/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory of the result model. */
#include <scamper/dealias.h>
#include <scamper/tracelb.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "result.h"

static char *copy_text(const char *text, bool *failed)
{
	char *copy;

	if (!text)
		return NULL;
	copy = malloc(strlen(text) + 1);
	if (!copy) {
		*failed = true;
		return NULL;
	}
	return strcpy(copy, text);
}

struct scamper_list *scamper_list_new(uint32_t id, const char *name,
				      const char *descr, const char *monitor)
{
	struct scamper_list *list = calloc(1, sizeof(*list));
	bool failed = false;

	if (!list)
		return NULL;
	list->refs = 1;
	list->id = id;
	list->name = copy_text(name ? name : "", &failed);
	list->descr = copy_text(descr, &failed);
	list->monitor = copy_text(monitor, &failed);
	if (failed) {
		scamper_list_unref(list);
		return NULL;
	}
	return list;
}

struct scamper_list *scamper_list_ref(struct scamper_list *list)
{
	if (list)
		list->refs++;
	return list;
}

void scamper_list_unref(struct scamper_list *list)
{
	if (!list || --list->refs > 0)
		return;
	free(list->name);
	free(list->descr);
	free(list->monitor);
	free(list);
}

struct scamper_cycle *scamper_cycle_new(struct scamper_list *list, uint32_t id,
					uint32_t start_sec,
					const char *hostname)
{
	struct scamper_cycle *cycle = calloc(1, sizeof(*cycle));
	bool failed = false;

	if (!cycle)
		return NULL;
	cycle->refs = 1;
	cycle->list = scamper_list_ref(list);
	cycle->id = id;
	cycle->start_sec = start_sec;
	cycle->hostname = copy_text(hostname, &failed);
	if (failed) {
		scamper_cycle_unref(cycle);
		return NULL;
	}
	return cycle;
}

struct scamper_cycle *scamper_cycle_ref(struct scamper_cycle *cycle)
{
	if (cycle)
		cycle->refs++;
	return cycle;
}

void scamper_cycle_unref(struct scamper_cycle *cycle)
{
	if (!cycle || --cycle->refs > 0)
		return;
	scamper_list_unref(cycle->list);
	free(cycle->hostname);
	free(cycle);
}

void scamper_extra_free(struct scamper_extra *extra)
{
	while (extra) {
		struct scamper_extra *next = extra->next;

		free(extra);
		extra = next;
	}
}

int scamper_extra_set(struct scamper_extra **list, uint16_t number,
		      const void *data, uint16_t len)
{
	struct scamper_extra *extra, *old;

	if (number == 0)
		return -EINVAL;
	extra = malloc(sizeof(*extra) + len);
	if (!extra)
		return -ENOMEM;
	extra->number = number;
	extra->len = len;
	if (len)
		memcpy(extra->data, data, len);
	while (*list && (*list)->number < number)
		list = &(*list)->next;
	old = *list;
	if (old && old->number == number) {
		extra->next = old->next;
		free(old);
	} else {
		extra->next = old;
	}
	*list = extra;
	return 0;
}

const struct scamper_extra *scamper_extra_get(const struct scamper_extra *list,
					      uint16_t number)
{
	while (list && list->number != number)
		list = list->next;
	return list;
}

struct scamper_hop *scamper_hop_new(void)
{
	return calloc(1, sizeof(struct scamper_hop));
}

void scamper_hop_free(struct scamper_hop *hop)
{
	if (!hop)
		return;
	free(hop->ext);
	free(hop->name);
	scamper_extra_free(hop->extra);
	free(hop);
}

struct scamper_hop *scamper_hop_dup(const struct scamper_hop *hop)
{
	struct scamper_hop *copy = scamper_hop_new();
	bool failed = false;

	if (!copy)
		return NULL;
	*copy = *hop;
	copy->ext = NULL;
	copy->extra = NULL;
	copy->name = copy_text(hop->name, &failed);
	if (hop->ext_len) {
		copy->ext = malloc(hop->ext_len);
		if (copy->ext)
			memcpy(copy->ext, hop->ext, hop->ext_len);
		else
			failed = true;
	}
	for (const struct scamper_extra *e = hop->extra; e; e = e->next)
		if (scamper_extra_set(&copy->extra, e->number, e->data, e->len))
			failed = true;
	if (failed) {
		scamper_hop_free(copy);
		return NULL;
	}
	return copy;
}

struct scamper_trace *scamper_trace_new(void)
{
	struct scamper_trace *trace = calloc(1, sizeof(*trace));

	if (trace)
		trace->squeries = 1;
	return trace;
}

static void hops_free(struct scamper_hop **hops, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		scamper_hop_free(hops[i]);
	free(hops);
}

void scamper_pmtud_free(struct scamper_pmtud *pmtud)
{
	if (!pmtud)
		return;
	hops_free(pmtud->hops, pmtud->hops_used);
	free(pmtud->notes);
	free(pmtud);
}

void scamper_doubletree_free(struct scamper_doubletree *doubletree)
{
	if (!doubletree)
		return;
	free(doubletree->local_name);
	free(doubletree);
}

void scamper_trace_take_attrs(struct scamper_trace *to,
			      struct scamper_trace *from)
{
	if (from->pmtud) {
		to->pmtud = from->pmtud;
		from->pmtud = NULL;
	}
	if (from->lastditch) {
		to->lastditch = from->lastditch;
		to->lastditch_used = from->lastditch_used;
		from->lastditch = NULL;
		from->lastditch_used = 0;
	}
	if (from->doubletree) {
		to->doubletree = from->doubletree;
		from->doubletree = NULL;
	}
}

void scamper_trace_free(struct scamper_trace *trace)
{
	if (!trace)
		return;
	hops_free(trace->hops, trace->hops_used);
	hops_free(trace->lastditch, trace->lastditch_used);
	scamper_pmtud_free(trace->pmtud);
	scamper_doubletree_free(trace->doubletree);
	while (trace->attrs) {
		struct scamper_attr *next = trace->attrs->next;

		free(trace->attrs);
		trace->attrs = next;
	}
	scamper_extra_free(trace->extra);
	scamper_list_unref(trace->list);
	scamper_cycle_unref(trace->cycle);
	free(trace);
}

struct scamper_trace *scamper_trace_dup_header(const struct scamper_trace *t)
{
	struct scamper_trace *copy = malloc(sizeof(*copy));

	if (!copy)
		return NULL;
	*copy = *t;
	scamper_list_ref(copy->list);
	scamper_cycle_ref(copy->cycle);
	copy->hops = NULL;
	copy->hops_used = 0;
	copy->lastditch = NULL;
	copy->lastditch_used = 0;
	copy->pmtud = NULL;
	copy->doubletree = NULL;
	copy->attrs = NULL;
	copy->extra = NULL;
	return copy;
}

/* Room doubles when a power of two is reached; no capacity is kept. */
int scamper_array_grow(void **array, uint32_t used, size_t item)
{
	void *grown;

	if (used & (used - 1))
		return 0;
	grown = realloc(*array, (used ? 2 * (size_t)used : 1) * item);
	if (!grown)
		return -ENOMEM;
	*array = grown;
	return 0;
}

int scamper_hops_append(struct scamper_hop ***hops, uint32_t *used,
			struct scamper_hop *hop)
{
	void *array = *hops;

	if (scamper_array_grow(&array, *used, sizeof(hop)))
		return -ENOMEM;
	*hops = array;
	(*hops)[(*used)++] = hop;
	return 0;
}

int scamper_trace_append(struct scamper_trace *trace, struct scamper_hop *hop)
{
	return scamper_hops_append(&trace->hops, &trace->hops_used, hop);
}

struct scamper_hop *scamper_trace_hop(const struct scamper_trace *trace,
				      unsigned int ttl)
{
	for (uint32_t i = 0; i < trace->hops_used; i++)
		if (trace->hops[i]->probe_ttl == ttl)
			return trace->hops[i];
	return NULL;
}

int scamper_trace_add_attr(struct scamper_trace *trace, uint8_t type,
			   const void *data, size_t len)
{
	struct scamper_attr *attr, **end = &trace->attrs;

	if (type == 0 || type > 15 || len > 4095)
		return -EINVAL;
	attr = malloc(sizeof(*attr) + len);
	if (!attr)
		return -ENOMEM;
	attr->next = NULL;
	attr->type = type;
	attr->len = (uint16_t)len;
	if (len)
		memcpy(attr->data, data, len);
	while (*end)
		end = &(*end)->next;
	*end = attr;
	return 0;
}

struct scamper_ping *scamper_ping_new(void)
{
	return calloc(1, sizeof(struct scamper_ping));
}

void scamper_ping_reply_free(struct scamper_ping_reply *reply)
{
	if (!reply)
		return;
	free(reply->ip_options);
	scamper_extra_free(reply->extra);
	free(reply);
}

void scamper_ping_free(struct scamper_ping *ping)
{
	if (!ping)
		return;
	for (uint32_t i = 0; i < ping->replies_used; i++)
		scamper_ping_reply_free(ping->replies[i]);
	free(ping->replies);
	free(ping->data);
	scamper_extra_free(ping->extra);
	scamper_list_unref(ping->list);
	scamper_cycle_unref(ping->cycle);
	free(ping);
}

int scamper_ping_append(struct scamper_ping *ping,
			struct scamper_ping_reply *reply)
{
	void *array = ping->replies;

	if (scamper_array_grow(&array, ping->replies_used, sizeof(reply)))
		return -ENOMEM;
	ping->replies = array;
	ping->replies[ping->replies_used++] = reply;
	return 0;
}

void scamper_result_free(struct scamper_result *result)
{
	if (!result)
		return;
	scamper_trace_free(result->trace);
	scamper_ping_free(result->ping);
	scamper_tracelb_free(result->tracelb);
	scamper_dealias_free(result->dealias);
	free(result);
}
