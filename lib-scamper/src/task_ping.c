/* SPDX-License-Identifier: BSD-3-Clause */
/* `ping` with ICMP echo (scamper.md section 4). */
#include <errno.h>
#include <stdlib.h>

#include "result.h"
#include "task.h"

static const uint64_t second = UINT64_C(1000000000);

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

static void ping_start(struct task *task, uint64_t now)
{
	record(task)->start = task_wall(task, now);
}

static void ping_stop(struct task *task, int error)
{
	if (error)
		ping_end(task, SCAMPER_PING_ERROR, (uint8_t)error);
	else
		ping_end(task, SCAMPER_PING_HALTED, 0);
}

static void ping_probe(struct task *task, struct probe_spec *spec)
{
	const struct scamper_ping *ping = record(task);

	spec->proto = PROTO_ICMP;
	spec->ttl = ping->ttl;
	spec->tos = ping->tos;
	spec->ipid = task_random16(task);
	spec->sport = ping->sport;
	spec->dport = (uint16_t)(ping->dport + task->probes_used);
	spec->payload_len = (uint16_t)(ping->size - IP_HEADER - ICMP_HEADER);
}

static bool all_sent(struct task *task)
{
	return task->probes_used == record(task)->probe_count;
}

static void ping_sent(struct task *task, const struct probe_log *log)
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

static void ping_timeout(struct task *task, uint64_t now)
{
	(void)now;
	ping_end(task, SCAMPER_PING_COMPLETED, 0);
}

/* The number of the probe that a reply answers, or -1. */
static int ping_match(struct task *task, const struct reply *reply)
{
	const struct scamper_ping *ping = record(task);
	uint16_t id = reply->id, seq = reply->seq;

	if (reply->quotes) {
		if (reply->quote.proto != PROTO_ICMP ||
		    reply->quote.icmp_type != ICMP_ECHO)
			return -1;
		id = reply->quote.sport;
		seq = reply->quote.dport;
	}
	seq = (uint16_t)(seq - ping->dport);
	return id == ping->sport && seq < task->probes_used ? seq : -1;
}

static struct scamper_ping_reply *make_reply(struct task *task, int number,
					     const struct reply *reply)
{
	const struct probe_log *log = &task->probes[number];
	struct scamper_ping_reply *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->addr = scamper_addr_ipv4(reply->src);
	r->probe = (uint16_t)number;
	r->flags = SCAMPER_PING_REPLY_TTL | SCAMPER_PING_REPLY_IPID |
		   SCAMPER_PING_PROBE_IPID;
	r->reply_ttl = reply->ttl;
	r->proto = PROTO_ICMP;
	r->icmp_type = reply->icmp_type;
	r->icmp_code = reply->icmp_code;
	r->reply_size = reply->size;
	r->reply_ipid = reply->ipid;
	r->probe_ipid = log->ipid;
	r->rtt_us = task_rtt(log, reply);
	r->tx = task_wall(task, log->tx_ns);
	return r;
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

static void ping_reply(struct task *task, const struct reply *reply)
{
	struct scamper_ping *ping = record(task);
	int number = ping_match(task, reply);
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
	if (task->probes[number].replies == 1)
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
