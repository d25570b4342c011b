/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `dealias`: probes leave one after the other, wait_probe apart, whether they
 * are answered or not; the method says to whom, and what the replies mean.
 */
#include <stdlib.h>

#include "dealias_defs.h"
#include "dealias_feature.h"
#include "dealias_task.h"
#include "result_dealias.h"
#include "too_big.h"

static const uint64_t second = UINT64_C(1000000000);
static const uint64_t millisecond = 1000000;

enum { SEQUENCE_STEP = 0x0101, IDS = 255, WINDOW = 65535 };

static const struct dealias_method *method_of(const struct scamper_dealias *d)
{
	switch (d->method) {
	case SCAMPER_DEALIAS_MERCATOR:
		return &dealias_mercator;
	case SCAMPER_DEALIAS_ALLY:
		return &dealias_ally;
	case SCAMPER_DEALIAS_RADARGUN:
		return &dealias_radargun;
	case SCAMPER_DEALIAS_PREFIXSCAN:
		return &dealias_prefixscan;
	default:
		return &dealias_bump;
	}
}

/* Of prefixscan the record names the addresses that were probed. */
static void finish(struct task *task)
{
	struct scamper_dealias *d = task->command.dealias;
	uint32_t used = 1;

	for (uint32_t i = 0; i < d->probes_used; i++)
		if (d->probes[i].def >= used)
			used = d->probes[i].def + 1;
	if (d->method == SCAMPER_DEALIAS_PREFIXSCAN)
		dealias_drop_defs(d, used);
	task_finish(task);
}

/* An error, or 0 when halted; the record has a place for the latter. */
static void dealias_stop(struct task *task, int error)
{
	if (!error)
		task->command.dealias->result = SCAMPER_DEALIAS_HALTED;
	finish(task);
}

static void dealias_start(struct task *task, uint64_t now)
{
	struct scamper_dealias *d = task->command.dealias;
	struct dealias *run = calloc(1, sizeof(*run));

	d->start = task_wall(task, now);
	task->dealias = run;
	if (!run)
		return;
	run->record = d;
	run->method = method_of(d);
	run->tcp_ack = (uint32_t)task_random16(task) << 16;
	run->seq = calloc(d->defs_used, sizeof(*run->seq));
	run->order = calloc(d->defs_used, sizeof(*run->order));
	/* The first probe is that of the first definition, or of whichever a
	 * shuffled round begins with. */
	if (run->seq && run->order)
		run->method->next(task);
}

/* 0xffff, 0xfefe, ..: the same number in both byte orders, so that a reply
 * with the probe's own id is seen as such. */
static uint16_t probe_ipid(uint32_t number)
{
	return (uint16_t)((IDS - number % IDS) * SEQUENCE_STEP);
}

static void dealias_probe(struct task *task, struct probe_spec *spec)
{
	const struct scamper_dealias *d = task->command.dealias;
	const struct dealias *run = task->dealias;
	uint32_t index = run ? run->def : 0, number = task->probes_used;
	const struct scamper_dealias_def *def = &d->defs[index];
	uint16_t turn = run && run->seq ? (uint16_t)run->seq[index] : 0;
	unsigned int least = dealias_least_size(def);

	spec->src = task->ways[index].src;
	spec->dst = task->ways[index].dst;
	spec->proto = dealias_proto(def);
	spec->ttl = def->ttl;
	spec->tos = def->tos;
	spec->ipid = probe_ipid(number);
	spec->sport = def->sport;
	spec->dport = def->dport;
	spec->payload_len = spec->proto == PROTO_TCP ? 0 : 2;
	if (def->size > least)
		spec->payload_len += (uint16_t)(def->size - least);
	switch (def->method) {
	case SCAMPER_PROBE_ICMP_ECHO:
		spec->sport = def->icmp_id;
		spec->dport = (uint16_t)number;
		spec->fixed_sum = def->icmp_sum != 0;
		spec->sum = def->icmp_sum;
		break;
	case SCAMPER_PROBE_UDP_DPORT:
		spec->dport = (uint16_t)(def->dport + turn);
		/* fall through */
	case SCAMPER_PROBE_UDP:
		spec->fixed_sum = true;
		spec->sum = (uint16_t)(number % UINT16_MAX + 1);
		break;
	default:
		if (def->method != SCAMPER_PROBE_TCP_ACK)
			spec->sport = (uint16_t)(def->sport + turn);
		spec->tcp_flags = def->tcp_flags;
		spec->tcp_window = WINDOW;
		spec->tcp_seq = number;
		if (def->tcp_flags & TCP_ACK && run)
			spec->tcp_ack = run->tcp_ack + number;
		break;
	}
}

/* No memory: the record ends as it is. */
static struct scamper_dealias_probe *note_probe(struct task *task,
						const struct probe_log *log)
{
	struct dealias *run = task->dealias;
	struct scamper_dealias_probe *probe;

	if (!run || !run->seq || !run->order)
		return NULL;
	probe = dealias_add_probe(run->record);
	if (!probe)
		return NULL;
	probe->tx = task_wall(task, log->tx_ns);
	probe->def = run->def;
	probe->ipid = log->ipid;
	if (run->record->method != SCAMPER_DEALIAS_BUMP)
		probe->seq = run->seq[run->def];
	run->seq[run->def]++;
	return probe;
}

static void dealias_sent(struct task *task, const struct probe_log *log)
{
	struct dealias *run = task->dealias;
	uint64_t next;

	if (!note_probe(task, log)) {
		finish(task);
		return;
	}
	next = run->method->pause
		       ? run->method->pause(task, log->tx_ns)
		       : log->tx_ns + run->record->wait_probe * millisecond;
	task_wait(task, TASK_WAIT_REPLY, next);
}

/* The next probe may go, or the last replies have had their time. */
static void dealias_timeout(struct task *task, uint64_t now)
{
	struct dealias *run = task->dealias;
	uint64_t last = task->probes[task->probes_used - 1].tx_ns +
			run->record->wait_s * second;

	if (run->waiting) {
		finish(task);
		return;
	}
	switch (run->method->next(task)) {
	case DEALIAS_SEND:
		task_ready(task, now);
		break;
	case DEALIAS_WAIT:
		run->waiting = true;
		task_wait(task, TASK_WAIT_REPLY, last > now ? last : now);
		break;
	default:
		finish(task);
		break;
	}
}

/* True when ports are those of that probe. */
static bool ports_match(const struct scamper_dealias_def *def, uint16_t turn,
			uint16_t sport, uint16_t dport)
{
	uint16_t to = def->dport, from = def->sport;

	if (def->method == SCAMPER_PROBE_UDP_DPORT)
		to = (uint16_t)(to + turn);
	else if (def->method == SCAMPER_PROBE_TCP_ACK_SPORT ||
		 def->method == SCAMPER_PROBE_TCP_SYN_SPORT)
		from = (uint16_t)(from + turn);
	return sport == from && dport == to;
}

static bool quote_matches(const struct scamper_dealias_def *def,
			  const struct scamper_dealias_probe *probe,
			  uint32_t number, const struct quote *quote)
{
	if (quote->proto != dealias_proto(def) ||
	    !scamper_addr_equal(&quote->dst, &def->dst))
		return false;
	if (quote->proto == PROTO_ICMP)
		return quote->echo && quote->sport == def->icmp_id &&
		       quote->dport == (uint16_t)number;
	if (!ports_match(def, (uint16_t)probe->seq, quote->sport, quote->dport))
		return false;
	if (def->dst.type == SCAMPER_ADDR_IPV4)
		return quote->ipid == probe->ipid;
	return quote->proto == PROTO_UDP
		       ? quote->sum == (uint16_t)(number % UINT16_MAX + 1)
		       : quote->tcp_seq == number;
}

/* A segment of TCP: a reset has the number that we acknowledged (RFC 9293
 * section 3.10.7.1), the answer to a SYN acknowledges ours. */
static bool segment_matches(const struct dealias *run,
			    const struct scamper_dealias_def *def,
			    const struct scamper_dealias_probe *probe,
			    uint32_t number, const struct reply *reply)
{
	if (!ports_match(def, (uint16_t)probe->seq, reply->seq, reply->id))
		return false;
	if (def->method != SCAMPER_PROBE_TCP_ACK ||
	    !(reply->tcp_flags & TCP_RST))
		return true;
	return reply->tcp_seq == run->tcp_ack + number;
}

static bool matches(const struct task *task, uint32_t number,
		    const struct reply *reply)
{
	const struct dealias *run = task->dealias;
	const struct scamper_dealias_probe *probe =
		&run->record->probes[number];
	const struct scamper_dealias_def *def = &run->record->defs[probe->def];

	if (reply->quotes)
		return quote_matches(def, probe, number, &reply->quote);
	if (!scamper_addr_equal(&reply->src, &def->dst))
		return false;
	if (reply->answer == ANSWER_ECHO)
		return def->method == SCAMPER_PROBE_ICMP_ECHO &&
		       reply->id == def->icmp_id &&
		       reply->seq == (uint16_t)number;
	if (reply->answer != ANSWER_TRANSPORT ||
	    reply->proto != dealias_proto(def))
		return false;
	if (reply->proto == PROTO_TCP)
		return segment_matches(run, def, probe, number, reply);
	return ports_match(def, (uint16_t)probe->seq, reply->seq, reply->id);
}

/* The reply as the record has it; NULL: no memory. */
static struct scamper_dealias_reply *keep(struct task *task,
					  struct scamper_dealias_probe *probe,
					  const struct reply *reply)
{
	struct scamper_dealias_reply *r = dealias_add_reply(probe);

	if (!r)
		return NULL;
	r->addr = reply->src;
	r->rx = task_wall(task, reply->rx_ns);
	r->ipid = reply->ipid;
	if (reply->fragment_id_known) {
		r->ipid32 = reply->fragment_id;
		r->flags |= SCAMPER_DEALIAS_IPID32;
	}
	r->ttl = reply->ttl;
	r->proto = reply->proto;
	r->icmp_type = reply->icmp_type;
	r->icmp_code = reply->icmp_code;
	r->tcp_flags = reply->tcp_flags;
	if (reply->quotes)
		r->quoted_ttl = reply->quote.ttl;
	return packet_copy_ext(reply, &r->ext, &r->ext_len) ? r : NULL;
}

static void dealias_reply(struct task *task, const struct reply *reply)
{
	struct dealias *run = task->dealias;
	uint32_t number = task->probes_used;
	struct scamper_dealias_probe *probe;
	const struct scamper_dealias_reply *r;
	uint16_t mtu;
	bool first = true;

	do {
		if (number == 0)
			return;
	} while (!matches(task, --number, reply));
	probe = &run->record->probes[number];
	mtu = run->record->defs[probe->def].mtu;
	if (!task_count_reply(&task->probes[number], probe->replies_used))
		return;
	for (uint32_t i = 0; i < probe->replies_used; i++)
		first &= !dealias_is_useful(&run->record->defs[probe->def],
					    &probe->replies[i]);
	r = keep(task, probe, reply);
	if (mtu && !reply->quotes && reply->size > mtu)
		send_too_big(task, reply, mtu);
	if (!r ||
	    (first && dealias_is_useful(&run->record->defs[probe->def], r) &&
	     run->method->useful(task, number, r)))
		finish(task);
}

static void dealias_release(struct task *task)
{
	if (!task->dealias)
		return;
	free(task->dealias->seq);
	free(task->dealias->order);
	free(task->dealias);
	task->dealias = NULL;
}

const struct task_ops task_dealias_ops = {
	.start = dealias_start,
	.probe = dealias_probe,
	.sent = dealias_sent,
	.timeout = dealias_timeout,
	.reply = dealias_reply,
	.stop = dealias_stop,
	.release = dealias_release,
};
