/* SPDX-License-Identifier: BSD-3-Clause */
/* What IP ids tell: pure functions. */
#include "dealias_task.h"
#include "result_dealias.h"

bool dealias_is_useful(const struct scamper_dealias_def *def,
		       const struct scamper_dealias_reply *reply)
{
	bool ipv6 = def->dst.type == SCAMPER_ADDR_IPV6;

	if (reply->proto == PROTO_TCP)
		return dealias_proto(def) == PROTO_TCP;
	if (reply->proto != PROTO_ICMP && reply->proto != PROTO_ICMP6)
		return dealias_proto(def) == PROTO_UDP;
	switch (packet_answer(ipv6, reply->icmp_type, reply->icmp_code)) {
	case ANSWER_ECHO:
		return dealias_proto(def) == PROTO_ICMP;
	case ANSWER_NO_PORT:
		return dealias_proto(def) == PROTO_UDP;
	default:
		return false;
	}
}

bool dealias_id(const struct scamper_dealias_reply *reply, struct ip_id *id)
{
	id->wide = reply->addr.type == SCAMPER_ADDR_IPV6;
	id->number = id->wide ? reply->ipid32 : reply->ipid;
	return !id->wide || reply->flags & SCAMPER_DEALIAS_IPID32;
}

uint32_t dealias_ahead(struct ip_id from, struct ip_id to)
{
	uint32_t ahead = to.number - from.number;

	return from.wide ? ahead : (uint16_t)ahead;
}

static struct ip_id swapped(struct ip_id id)
{
	id.number = (id.number & 0xff) << 8 | id.number >> 8;
	return id;
}

static bool step_fits(struct ip_id from, struct ip_id to, uint16_t fudge)
{
	uint32_t ahead = dealias_ahead(from, to);

	return ahead != 0 && (fudge == 0 || ahead <= fudge);
}

/* Three ids that go round once at most. */
static bool turn_fits(const struct ip_id *ids)
{
	uint64_t way = (uint64_t)dealias_ahead(ids[0], ids[1]) +
		       dealias_ahead(ids[1], ids[2]);

	return way < (ids[0].wide ? UINT64_C(1) << 32 : UINT64_C(1) << 16);
}

static bool in_order(const struct ip_id *ids, uint32_t count, uint16_t fudge,
		     bool swap)
{
	struct ip_id last[3];

	for (uint32_t i = 0; i < count; i++) {
		last[0] = last[1];
		last[1] = last[2];
		last[2] = swap ? swapped(ids[i]) : ids[i];
		if (i >= 1 && !step_fits(last[1], last[2], fudge))
			return false;
		if (i >= 2 && !turn_fits(last))
			return false;
	}
	return true;
}

bool dealias_in_sequence(const struct ip_id *ids, uint32_t count, uint16_t fudge,
			 bool nobs)
{
	if (in_order(ids, count, fudge, false))
		return true;
	return !nobs && count && !ids[0].wide &&
	       in_order(ids, count, fudge, true);
}
