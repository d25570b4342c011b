/* SPDX-License-Identifier: BSD-3-Clause */
/* Methods of `ping` and the matching of replies (scamper.md section 4). */
#include "ping.h"

#include "ip_options.h"

const char *ping_method_name(uint8_t method)
{
	static const char *const names[] = {
		"icmp-echo", "tcp-ack", "tcp-ack-sport", "udp",     "udp-dport",
		"icmp-time", "tcp-syn", "tcp-synack",    "tcp-rst",
	};

	return method < sizeof(names) / sizeof(names[0]) ? names[method]
							 : "unknown";
}

uint8_t ping_proto(const struct scamper_ping *ping)
{
	switch (ping->method) {
	case SCAMPER_PING_ICMP_ECHO:
	case SCAMPER_PING_ICMP_TIME:
		return PROTO_ICMP;
	case SCAMPER_PING_UDP:
	case SCAMPER_PING_UDP_DPORT:
		return PROTO_UDP;
	default:
		return PROTO_TCP;
	}
}

unsigned int ping_header(const struct scamper_ping *ping)
{
	uint8_t options[OPTIONS_MAX];
	unsigned int ip = ping->dst.type == SCAMPER_ADDR_IPV6
				  ? IP6_HEADER
				  : IP_HEADER + ip_options_build(ping, options);

	return ip + (ping_proto(ping) == PROTO_TCP ? TCP_HEADER : ICMP_HEADER);
}

/* The last probe with that IP id: ids are random and may come again. */
static int by_ipid(const struct probe_log *log, uint32_t sent, uint16_t ipid)
{
	while (sent > 0)
		if (log[--sent].ipid == ipid)
			return (int)sent;
	return -1;
}

static int below(uint16_t number, uint32_t sent)
{
	return number < sent ? number : -1;
}

static int last(uint32_t sent)
{
	return sent ? (int)(sent < UINT16_MAX ? sent : UINT16_MAX) - 1 : -1;
}

/* The ports of the probe as a quote or an answer shows them. */
static int by_ports(const struct scamper_ping *ping, uint16_t sport,
		    uint16_t dport, uint32_t sent)
{
	uint16_t from_base = (uint16_t)(sport - ping->sport);

	if (ping->method == SCAMPER_PING_TCP_ACK_SPORT)
		return dport == ping->dport ? below(from_base, sent) : -1;
	if (from_base != 0)
		return -1;
	if (ping->method == SCAMPER_PING_UDP_DPORT)
		return below((uint16_t)(dport - ping->dport), sent);
	return dport == ping->dport ? last(sent) : -1;
}

static bool ports_move(const struct scamper_ping *ping)
{
	return ping->method == SCAMPER_PING_TCP_ACK_SPORT ||
	       ping->method == SCAMPER_PING_UDP_DPORT;
}

static int match_quote(const struct scamper_ping *ping,
		       const struct probe_log *log, uint32_t sent,
		       const struct quote *quote)
{
	int number;

	if (quote->proto != ping_proto(ping))
		return -1;
	if (quote->proto == PROTO_ICMP) {
		if (!quote->echo || quote->sport != ping->sport)
			return -1;
		return below((uint16_t)(quote->dport - ping->dport), sent);
	}
	number = by_ports(ping, quote->sport, quote->dport, sent);
	if (number < 0 || ports_move(ping) ||
	    quote->dst.type == SCAMPER_ADDR_IPV6)
		return number;
	return by_ipid(log, sent, quote->ipid);
}

int ping_match(const struct scamper_ping *ping, const struct probe_log *log,
	       uint32_t sent, const struct reply *reply)
{
	if (reply->quotes)
		return match_quote(ping, log, sent, &reply->quote);
	if (reply->answer == ANSWER_ECHO) {
		bool times = reply->icmp_type == ICMP_TIMESTAMP_REPLY &&
			     reply->src.type == SCAMPER_ADDR_IPV4;

		if (ping_proto(ping) != PROTO_ICMP ||
		    reply->id != ping->sport ||
		    times != (ping->method == SCAMPER_PING_ICMP_TIME))
			return -1;
		return below((uint16_t)(reply->seq - ping->dport), sent);
	}
	if (reply->answer != ANSWER_TRANSPORT ||
	    reply->proto != ping_proto(ping))
		return -1;
	return by_ports(ping, reply->seq, reply->id, sent);
}
