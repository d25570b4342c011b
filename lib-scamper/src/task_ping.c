/* SPDX-License-Identifier: BSD-3-Clause */
/* `ping` (scamper.md section 4). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "ip_options.h"
#include "ping.h"
#include "result.h"
#include "task.h"

static const uint64_t second = UINT64_C(1000000000);

enum { WINDOW = 65535, DAY = 86400, SEQUENCE_BITS = 0x7fffffff };

static struct scamper_ping *record(struct task *task)
{
	return task->command.ping;
}

static void ping_end(struct task *task, uint8_t reason, uint8_t data)
{
	struct scamper_ping *ping = record(task);

	ping->stop_reason = reason;
	ping->stop_data = data;
	task_finish(task);
}

static uint32_t random_number(struct task *task)
{
	uint32_t high = task_random16(task);

	return (high << 16 | task_random16(task)) & SEQUENCE_BITS;
}

/* TCP numbers: -A gives one of them, the others are random; those that the
 * segment does not carry stay 0. */
static void choose_numbers(struct task *task)
{
	struct scamper_ping *ping = record(task);
	bool given = task->command.tcp_number_given;

	if (ping->method == SCAMPER_PING_TCP_RST) {
		if (!given)
			ping->tcp_seq = random_number(task);
		return;
	}
	ping->tcp_seq = random_number(task);
	if (ping->method != SCAMPER_PING_TCP_SYN && !given)
		ping->tcp_ack = random_number(task);
}

void ping_start(struct task *task, uint64_t now)
{
	struct scamper_ping *ping = record(task);

	ping->start = task_wall(task, now);
	if (ping_proto(ping) == PROTO_TCP)
		choose_numbers(task);
}

void ping_stop(struct task *task, int error)
{
	if (error)
		ping_end(task, SCAMPER_PING_ERROR, (uint8_t)error);
	else
		ping_end(task, SCAMPER_PING_HALTED, 0);
}

static uint8_t tcp_flags(uint8_t method)
{
	switch (method) {
	case SCAMPER_PING_TCP_SYN:
		return TCP_SYN;
	case SCAMPER_PING_TCP_SYNACK:
		return TCP_SYN | TCP_ACK;
	case SCAMPER_PING_TCP_RST:
		return TCP_RST;
	default:
		return TCP_ACK;
	}
}

/* The originate time stamp: ms of the day, UTC (RFC 792). */
static void put_originate(struct task *task)
{
	struct scamper_time now = task_wall(task, task_now(task));

	put32(task->command.payload, now.sec % DAY * 1000 + now.usec / 1000);
}

void ping_probe(struct task *task, struct probe_spec *spec)
{
	const struct scamper_ping *ping = record(task);
	uint16_t number = (uint16_t)task->probes_used;

	spec->proto = ping_proto(ping);
	spec->ttl = ping->ttl;
	spec->tos = ping->tos;
	spec->ipid = task_random16(task);
	spec->sport = ping->sport;
	spec->dport = ping->dport;
	spec->payload = task->command.payload;
	spec->payload_len = (uint16_t)(ping->size - ping_header(ping));
	spec->options_len = ip_options_build(ping, task->ping.options);
	spec->options = task->ping.options;
	if (spec->proto == PROTO_TCP) {
		spec->tcp_flags = tcp_flags(ping->method);
		spec->tcp_window = WINDOW;
		spec->tcp_seq = ping->tcp_seq;
		spec->tcp_ack = ping->tcp_ack;
	}
	if (ping->method == SCAMPER_PING_TCP_ACK_SPORT)
		spec->sport = (uint16_t)(ping->sport + number);
	else if (spec->proto == PROTO_ICMP ||
		 ping->method == SCAMPER_PING_UDP_DPORT)
		spec->dport = (uint16_t)(ping->dport + number);
	if (ping->method == SCAMPER_PING_ICMP_TIME) {
		spec->timestamp = true;
		put_originate(task);
	}
	if (ping->flags & SCAMPER_PING_ICMP_SUM) {
		spec->fixed_sum = true;
		spec->sum = ping->icmp_sum;
	}
}

static bool all_sent(struct task *task)
{
	return task->probes_used == record(task)->probe_count;
}

void ping_sent(struct task *task, const struct probe_log *log)
{
	struct scamper_ping *ping = record(task);
	uint64_t pause = ping->wait_s * second + ping->wait_us * UINT64_C(1000);

	ping->sent++;
	if (all_sent(task))
		task_wait(task, TASK_WAIT_REPLY,
			  log->tx_ns + ping->timeout_s * second);
	else
		task_wait(task, TASK_WAIT_SEND, log->tx_ns + pause);
}

void ping_timeout(struct task *task, uint64_t now)
{
	(void)now;
	ping_end(task, SCAMPER_PING_COMPLETED, 0);
}

/* What was recorded on the way there stands in the quote of an error; its own
 * options are about the way back. False: no memory. */
static bool take_options(struct scamper_ping_reply *r,
			 const struct reply *reply)
{
	const uint8_t *bytes =
		reply->quotes ? reply->quote.options : reply->options;
	size_t len =
		reply->quotes ? reply->quote.options_len : reply->options_len;
	struct scamper_ip_options options;

	if (reply->times) {
		r->have_icmp_times = true;
		for (int i = 0; i < 3; i++)
			r->icmp_times[i] = get32(reply->times + 4 * i);
	}
	if (!ip_options_parse(bytes, len, &options))
		return true;
	r->ip_options = malloc(sizeof(options));
	if (!r->ip_options)
		return false;
	*r->ip_options = options;
	return true;
}

static struct scamper_ping_reply *make_reply(struct task *task, int number,
					     const struct reply *reply)
{
	const struct probe_log *log = &task->probes[number];
	struct scamper_ping_reply *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->addr = reply->src;
	r->probe = (uint16_t)number;
	r->flags = SCAMPER_PING_REPLY_TTL;
	if (reply->src.type == SCAMPER_ADDR_IPV4)
		r->flags |= SCAMPER_PING_REPLY_IPID | SCAMPER_PING_PROBE_IPID;
	if (reply->fragment_id_known)
		r->flags |= SCAMPER_PING_REPLY_IPID;
	r->reply_ttl = reply->ttl;
	r->proto = reply->proto;
	r->icmp_type = reply->icmp_type;
	r->icmp_code = reply->icmp_code;
	r->tcp_flags = reply->tcp_flags;
	r->reply_size = reply->size;
	r->reply_ipid = reply->ipid;
	r->probe_ipid = log->ipid;
	r->reply_ipid32 = reply->fragment_id;
	r->rtt_us = task_rtt(log, reply);
	r->tx = task_wall(task, log->tx_ns);
	if (take_options(r, reply))
		return r;
	scamper_ping_reply_free(r);
	return NULL;
}

/* Ordered by probe, then time of arrival. */
static bool insert_reply(struct scamper_ping *ping,
			 struct scamper_ping_reply *reply)
{
	uint32_t at = ping->replies_used;

	if (scamper_ping_append(ping, reply))
		return false;
	for (; at > 0 && ping->replies[at - 1]->probe > reply->probe; at--) {
		ping->replies[at] = ping->replies[at - 1];
		ping->replies[at - 1] = reply;
	}
	return true;
}

void ping_reply(struct task *task, const struct reply *reply)
{
	struct scamper_ping *ping = record(task);
	int number = ping_match(ping, task->probes, task->probes_used, reply);
	struct scamper_ping_reply *r;

	if (number < 0 ||
	    !task_count_reply(&task->probes[number], ping->replies_used))
		return;
	r = make_reply(task, number, reply);
	if (!r || !insert_reply(ping, r)) {
		scamper_ping_reply_free(r);
		ping_end(task, SCAMPER_PING_ERROR, ENOMEM);
		return;
	}
	/* -O tbt counts fragments. */
	if (ping->flags & SCAMPER_PING_TBT ? reply->fragment
					   : task->probes[number].replies == 1)
		task->ping.answered++;
	if (ping->stop_count && task->ping.answered >= ping->stop_count)
		ping_end(task, SCAMPER_PING_COMPLETED, 0);
	else if (task_ends_early(task) && all_sent(task) &&
		 task->ping.answered == task->probes_used)
		ping_end(task, SCAMPER_PING_COMPLETED, 0);
}

const struct task_ops task_ping_ops = {
	.start = ping_start,
	.probe = ping_probe,
	.sent = ping_sent,
	.timeout = ping_timeout,
	.reply = ping_reply,
	.stop = ping_stop,
};
