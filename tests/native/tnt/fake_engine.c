/* SPDX-License-Identifier: BSD-3-Clause */
#include "fake_engine.h"

#include <stdlib.h>
#include <string.h>

/* Options of a command: every one has a value. */
struct words {
	uint8_t first, last, attempts, gap;
	uint16_t count;
	uint32_t user_id;
	bool udp;
	struct tnt_addr addr;
};

static void parse(const char *command, struct words *w)
{
	char copy[TNT_COMMAND_MAX], *word, *save;

	*w = (struct words){
		.first = 1, .last = 254, .attempts = 2, .gap = 5, .count = 4};
	snprintf(copy, sizeof(copy), "%s", command);
	strtok_r(copy, " ", &save);
	while ((word = strtok_r(NULL, " ", &save))) {
		char option = word[1], *value;

		if (word[0] != '-') {
			tnt_addr_parse(word, &w->addr);
			return;
		}
		value = strtok_r(NULL, " ", &save);
		if (option == 'f')
			w->first = (uint8_t)atoi(value);
		else if (option == 'm')
			w->last = (uint8_t)atoi(value);
		else if (option == 'q')
			w->attempts = (uint8_t)atoi(value);
		else if (option == 'g')
			w->gap = (uint8_t)atoi(value);
		else if (option == 'c')
			w->count = (uint16_t)atoi(value);
		else if (option == 'U')
			w->user_id = (uint32_t)atoi(value);
		else if (option == 'P')
			w->udp = !strcmp(value, "udp-paris");
	}
}

/* The simulator speaks of IPv4; RFC 4443 has other numbers. */
static uint8_t icmp_type(const struct sim_reply *reply)
{
	if (tnt_addr_is_ipv4(reply->from))
		return reply->type;
	return reply->type == 11 ? 3 : reply->type == 3 ? 1 : 129;
}

static struct scamper_hop *make_hop(const struct sim_reply *reply, uint8_t ttl,
				    uint8_t attempt)
{
	struct scamper_hop *hop = scamper_hop_new();

	hop->addr = tnt_addr_to(reply->from);
	hop->probe_ttl = ttl;
	hop->attempt = attempt;
	hop->flags = SCAMPER_HOP_REPLY_TTL | SCAMPER_HOP_RX_STAMP;
	hop->reply_ttl = reply->ttl;
	hop->icmp_type = icmp_type(reply);
	hop->icmp_code = reply->code;
	if (reply->code && !tnt_addr_is_ipv4(reply->from))
		hop->icmp_code = 4;
	hop->quoted_ttl = reply->quoted_ttl;
	hop->probe_size = 44;
	hop->quoted_len = reply->type ? 44 : 0;
	hop->reply_size = 56;
	hop->rtt_us = 1234;
	hop->tx.sec = 1795430000;
	if (reply->labelled) {
		const uint8_t ext[] = {
			0,
			4,
			1,
			1,
			(uint8_t)(reply->label >> 12),
			(uint8_t)(reply->label >> 4),
			(uint8_t)(reply->label << 4 | 1),
			reply->label_ttl,
		};

		hop->ext = malloc(sizeof(ext));
		memcpy(hop->ext, ext, sizeof(ext));
		hop->ext_len = sizeof(ext);
	}
	return hop;
}

/* The address was met at a TTL that is not next to this one. */
static bool loops(const struct scamper_trace *trace, uint8_t ttl,
		  const struct scamper_addr *addr)
{
	for (uint32_t i = 0; i < trace->hops_used; i++)
		if (trace->hops[i]->probe_ttl + 1 < ttl &&
		    scamper_addr_equal(&trace->hops[i]->addr, addr))
			return true;
	return false;
}

static bool stops(struct scamper_trace *trace, uint8_t ttl,
		  const struct sim_reply *reply)
{
	struct scamper_addr from = tnt_addr_to(reply->from);

	if (loops(trace, ttl, &from))
		trace->stop_reason = SCAMPER_TRACE_LOOP;
	else if (reply->type != 11 || scamper_addr_equal(&from, &trace->dst))
		trace->stop_reason = SCAMPER_TRACE_COMPLETED;
	return trace->stop_reason;
}

static struct scamper_trace *run_trace(struct sim *sim, const struct words *w)
{
	struct scamper_trace *trace = scamper_trace_new();
	unsigned int silent = 0;

	trace->type =
		w->udp ? SCAMPER_TRACE_UDP_PARIS : SCAMPER_TRACE_ICMP_PARIS;
	trace->flags = w->udp ? 0 : SCAMPER_TRACE_ICMP_SUM;
	trace->src = tnt_addr_to(sim->vp);
	trace->dst = tnt_addr_to(w->addr);
	trace->userid = w->user_id;
	trace->first_hop = w->first;
	trace->attempts = w->attempts;
	trace->gap_limit = w->gap;
	trace->gap_action = trace->loops = trace->wait_s = 1;
	trace->probe_size = 44;
	trace->start.sec = 1795430000;
	trace->hop_limit = w->last < 254 ? w->last : 0;
	for (uint8_t ttl = w->first; ttl <= w->last; ttl++) {
		struct sim_reply reply;
		uint8_t attempt = 0;
		bool answered = false;

		while (!answered && attempt < w->attempts) {
			answered = sim_probe(sim, w->addr, ttl, w->udp, &reply);
			attempt++;
			trace->probe_count++;
		}
		trace->hop_count = ttl;
		silent = answered ? 0 : silent + 1;
		if (answered) {
			bool stop = stops(trace, ttl, &reply);

			scamper_trace_append(
				trace,
				make_hop(&reply, ttl, (uint8_t)(attempt - 1)));
			if (stop)
				return trace;
		}
		if (silent == w->gap) {
			trace->stop_reason = SCAMPER_TRACE_GAPLIMIT;
			return trace;
		}
	}
	trace->stop_reason = SCAMPER_TRACE_HOPLIMIT;
	return trace;
}

static struct scamper_ping *run_ping(struct sim *sim, const struct words *w)
{
	struct scamper_ping *ping = scamper_ping_new();

	ping->dst = tnt_addr_to(w->addr);
	ping->probe_count = ping->sent = w->count;
	ping->replies = calloc(w->count, sizeof(*ping->replies));
	for (uint16_t i = 0; i < w->count; i++) {
		struct sim_reply reply;
		struct scamper_ping_reply *r;

		if (!sim_probe(sim, w->addr, 64, false, &reply))
			continue;
		r = calloc(1, sizeof(*r));
		r->addr = tnt_addr_to(reply.from);
		r->probe = i;
		r->proto = tnt_addr_is_ipv4(reply.from) ? 1 : 58;
		r->flags = SCAMPER_PING_REPLY_TTL;
		r->reply_ttl = reply.ttl;
		r->icmp_type = icmp_type(&reply);
		ping->replies[ping->replies_used++] = r;
	}
	return ping;
}

struct scamper_result *fake_command(struct sim *sim, const char *command)
{
	struct scamper_result *result = calloc(1, sizeof(*result));
	struct words w;

	parse(command, &w);
	if (!strncmp(command, "trace ", 6)) {
		result->type = SCAMPER_RESULT_TRACE;
		result->trace = run_trace(sim, &w);
	} else {
		result->type = SCAMPER_RESULT_PING;
		result->ping = run_ping(sim, &w);
	}
	return result;
}

static bool is_refused(const struct fake_engine *engine,
		       const struct tnt_test *test)
{
	return engine->refuse && strstr(test->command, engine->refuse);
}

bool fake_submit(void *user, struct tnt_test *test)
{
	struct fake_engine *engine = user;

	if (engine->commands)
		fprintf(engine->commands, "> %s\n", test->command);
	if (is_refused(engine, test)) {
		if (!engine->refuse_late) {
			engine->refused++;
			return false;
		}
	} else {
		engine->credits++;
	}
	engine->pending[engine->pending_count++] = test;
	return true;
}

static void conclude_oldest(struct fake_engine *engine,
			    struct tnt_driver *driver)
{
	struct tnt_test *test = engine->pending[0];
	struct scamper_result *result;

	memmove(engine->pending, engine->pending + 1,
		--engine->pending_count * sizeof(*engine->pending));
	if (is_refused(engine, test)) {
		engine->refused++;
		tnt_driver_refused(driver, test);
		return;
	}
	result = fake_command(&engine->sim, test->command);
	if (engine->cycle && result->trace) {
		result->trace->cycle = scamper_cycle_ref(engine->cycle);
		result->trace->list = scamper_list_ref(engine->cycle->list);
	}
	tnt_driver_result(driver, test, result);
}

bool fake_run(struct fake_engine *engine, struct tnt_driver *driver)
{
	engine->credits++;
	while (!tnt_driver_finished(driver)) {
		if (engine->credits) {
			engine->credits--;
			tnt_driver_more(driver);
		} else if (engine->pending_count) {
			conclude_oldest(engine, driver);
		} else {
			return false;
		}
		if (!engine->credits && !engine->pending_count &&
		    !tnt_driver_finished(driver))
			return false;
	}
	return true;
}
