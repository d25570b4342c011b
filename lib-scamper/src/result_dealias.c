/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory and views of <scamper/dealias.h>. */
#include "result_dealias.h"

#include <stdlib.h>
#include <string.h>

#include "packet.h"
#include "result.h"

struct scamper_dealias *scamper_dealias_new(void)
{
	return calloc(1, sizeof(struct scamper_dealias));
}

static void probe_clear(struct scamper_dealias_probe *probe)
{
	for (uint32_t i = 0; i < probe->replies_used; i++) {
		free(probe->replies[i].ext);
		scamper_extra_free(probe->replies[i].extra);
	}
	free(probe->replies);
	scamper_extra_free(probe->extra);
}

void dealias_drop_defs(struct scamper_dealias *dealias, uint32_t from)
{
	while (dealias->defs_used > from)
		scamper_extra_free(dealias->defs[--dealias->defs_used].extra);
}

void scamper_dealias_free(struct scamper_dealias *dealias)
{
	if (!dealias)
		return;
	dealias_drop_defs(dealias, 0);
	for (uint32_t i = 0; i < dealias->probes_used; i++)
		probe_clear(&dealias->probes[i]);
	free(dealias->defs);
	free(dealias->probes);
	free(dealias->excluded);
	scamper_extra_free(dealias->extra);
	scamper_extra_free(dealias->method_extra);
	scamper_list_unref(dealias->list);
	scamper_cycle_unref(dealias->cycle);
	free(dealias);
}

struct scamper_dealias_def *dealias_add_def(struct scamper_dealias *dealias)
{
	void *array = dealias->defs;
	struct scamper_dealias_def *def;

	if (scamper_array_grow(&array, dealias->defs_used, sizeof(*def)))
		return NULL;
	dealias->defs = array;
	def = &dealias->defs[dealias->defs_used];
	*def = (struct scamper_dealias_def){.id = dealias->defs_used++};
	return def;
}

struct scamper_dealias_probe *dealias_add_probe(struct scamper_dealias *dealias)
{
	void *array = dealias->probes;
	struct scamper_dealias_probe *probe;

	if (scamper_array_grow(&array, dealias->probes_used, sizeof(*probe)))
		return NULL;
	dealias->probes = array;
	probe = &dealias->probes[dealias->probes_used++];
	*probe = (struct scamper_dealias_probe){0};
	return probe;
}

struct scamper_dealias_reply *dealias_add_reply(
	struct scamper_dealias_probe *probe)
{
	void *array = probe->replies;
	struct scamper_dealias_reply *reply;

	if (scamper_array_grow(&array, probe->replies_used, sizeof(*reply)))
		return NULL;
	probe->replies = array;
	reply = &probe->replies[probe->replies_used++];
	*reply = (struct scamper_dealias_reply){0};
	return reply;
}

uint8_t dealias_proto(const struct scamper_dealias_def *def)
{
	switch (def->method) {
	case SCAMPER_PROBE_ICMP_ECHO:
		return PROTO_ICMP;
	case SCAMPER_PROBE_UDP:
	case SCAMPER_PROBE_UDP_DPORT:
		return PROTO_UDP;
	default:
		return PROTO_TCP;
	}
}

unsigned int dealias_link_prefix(const struct scamper_addr *a,
				 const struct scamper_addr *b)
{
	uint32_t x = scamper_addr_to_ipv4(a), y = scamper_addr_to_ipv4(b);
	unsigned int len = 31;

	for (uint32_t hosts = 1; len > 0; len--, hosts = hosts << 1 | 1) {
		if ((x ^ y) & ~hosts)
			continue;
		if (len == 31 ||
		    ((x & hosts) && (y & hosts) && ~x & hosts && ~y & hosts))
			break;
	}
	return len;
}

static const char *name_of(const char *const *names, size_t count, uint8_t number)
{
	return number < count ? names[number] : "unknown";
}

#define NAME_OF(names, number)                                                 \
	name_of(names, sizeof(names) / sizeof((names)[0]), number)

const char *scamper_dealias_method_name(uint8_t method)
{
	static const char *const names[] = {
		"unknown",  "mercator",   "ally",
		"radargun", "prefixscan", "bump",
	};

	return NAME_OF(names, method);
}

const char *scamper_dealias_result_name(uint8_t result)
{
	static const char *const names[] = {
		"none",
		"aliases",
		"not-aliases",
		"halted",
	};

	return NAME_OF(names, result);
}

const char *scamper_dealias_probe_name(uint8_t method)
{
	static const char *const names[] = {
		"unknown",       "icmp-echo", "tcp-ack",       "udp",
		"tcp-ack-sport", "udp-dport", "tcp-syn-sport",
	};

	return NAME_OF(names, method);
}
