/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Parameters of results (scamper.md section 7). A record has others, which
 * its writer and its reader know; so do they which are left out when.
 */
#include "warts_field.h"

#include <scamper/dealias.h>
#include <scamper/tracelb.h>

const struct warts_field warts_list_fields[] = {
	FIELD_IF_SET(1, TEXT, scamper_list, descr),
	FIELD_IF_SET(2, TEXT, scamper_list, monitor),
	{0},
};

const struct warts_field warts_cycle_fields[] = {
	FIELD_IF_SET(1, 32, scamper_cycle, stop_sec),
	FIELD_IF_SET(2, TEXT, scamper_cycle, hostname),
	{0},
};

const struct warts_field warts_hop_fields[] = {
	FIELD(2, 8, scamper_hop, probe_ttl),
	FIELD(3, 8, scamper_hop, reply_ttl),
	FIELD(4, 8, scamper_hop, flags),
	FIELD(5, 8, scamper_hop, attempt),
	FIELD(6, 32, scamper_hop, rtt_us),
	FIELD(7, ICMP, scamper_hop, icmp_type),
	FIELD(8, 16, scamper_hop, probe_size),
	FIELD(9, 16, scamper_hop, reply_size),
	FIELD_IF_SET(10, 16, scamper_hop, reply_ipid),
	FIELD(11, 8, scamper_hop, reply_tos),
	FIELD_IF_SET(12, 16, scamper_hop, next_hop_mtu),
	FIELD(13, 16, scamper_hop, quoted_len),
	FIELD(14, 8, scamper_hop, quoted_ttl),
	FIELD(15, 8, scamper_hop, tcp_flags),
	FIELD(16, 8, scamper_hop, quoted_tos),
	FIELD_IF_SET(18, ADDR, scamper_hop, addr),
	FIELD_IF_SET(19, TIME, scamper_hop, tx),
	FIELD_IF_SET(20, TEXT, scamper_hop, name),
	{0},
};

const struct warts_field warts_trace_fields[] = {
	FIELD(5, TIME, scamper_trace, start),
	FIELD(6, 8, scamper_trace, stop_reason),
	FIELD(7, 8, scamper_trace, stop_data),
	FIELD(9, 8, scamper_trace, attempts),
	FIELD(10, 8, scamper_trace, hop_limit),
	FIELD(11, 8, scamper_trace, type),
	FIELD(12, 16, scamper_trace, probe_size),
	FIELD(13, 16, scamper_trace, sport),
	FIELD(14, 16, scamper_trace, dport),
	FIELD(15, 8, scamper_trace, first_hop),
	FIELD(16, 8, scamper_trace, tos),
	FIELD(17, 8, scamper_trace, wait_s),
	FIELD(18, 8, scamper_trace, loops),
	FIELD(19, 16, scamper_trace, hop_count),
	FIELD(20, 8, scamper_trace, gap_limit),
	FIELD(21, 8, scamper_trace, gap_action),
	FIELD(22, 8, scamper_trace, loop_action),
	FIELD(23, 16, scamper_trace, probe_count),
	FIELD(24, 8, scamper_trace, wait_probe),
	FIELD(25, 8, scamper_trace, confidence),
	FIELD_IF_SET(26, ADDR, scamper_trace, src),
	FIELD_IF_SET(27, ADDR, scamper_trace, dst),
	FIELD_IF_SET(28, 32, scamper_trace, userid),
	FIELD_IF_SET(29, 16, scamper_trace, frag_offset),
	FIELD_IF_SET(30, ROUTER, scamper_trace, router),
	FIELD(31, 8, scamper_trace, squeries),
	FIELD(32, 32, scamper_trace, flags),
	{0},
};

const struct warts_field warts_pmtud_fields[] = {
	FIELD(1, 16, scamper_pmtud, if_mtu),
	FIELD(2, 16, scamper_pmtud, path_mtu),
	FIELD_IF_SET(3, 16, scamper_pmtud, out_mtu),
	FIELD(4, 8, scamper_pmtud, version),
	{0},
};

const struct warts_field warts_pmtud_note_fields[] = {
	FIELD(1, 8, scamper_pmtud_note, type),
	FIELD(2, 16, scamper_pmtud_note, mtu),
	FIELD(3, 16, scamper_pmtud_note, hop),
	{0},
};

const struct warts_field warts_doubletree_fields[] = {
	FIELD(3, 8, scamper_doubletree, first_hop),
	FIELD_IF_SET(4, ADDR, scamper_doubletree, local_stop),
	FIELD_IF_SET(5, ADDR, scamper_doubletree, global_stop),
	FIELD_IF_SET(6, TEXT, scamper_doubletree, local_name),
	FIELD_IF_SET(7, 8, scamper_doubletree, flags),
	{0},
};

const struct warts_field warts_ping_fields[] = {
	FIELD(5, TIME, scamper_ping, start),
	FIELD(6, 8, scamper_ping, stop_reason),
	FIELD(7, 8, scamper_ping, stop_data),
	FIELD(10, 16, scamper_ping, probe_count),
	FIELD(11, 16, scamper_ping, size),
	FIELD(12, 8, scamper_ping, wait_s),
	FIELD(13, 8, scamper_ping, ttl),
	FIELD(14, 16, scamper_ping, stop_count),
	FIELD(15, 16, scamper_ping, sent),
	FIELD_IF_SET(16, 8, scamper_ping, method),
	FIELD_IF_SET(17, 16, scamper_ping, sport),
	FIELD_IF_SET(18, 16, scamper_ping, dport),
	FIELD_IF_SET(19, 32, scamper_ping, userid),
	FIELD_IF_SET(20, ADDR, scamper_ping, src),
	FIELD_IF_SET(21, ADDR, scamper_ping, dst),
	FIELD_IF_SET(22, 8, scamper_ping, flags),
	FIELD_IF_SET(23, 8, scamper_ping, tos),
	FIELD_IF_SET(25, 16, scamper_ping, icmp_sum),
	FIELD_IF_SET(26, 16, scamper_ping, reply_pmtu),
	FIELD(27, 8, scamper_ping, timeout_s),
	FIELD_IF_SET(28, 32, scamper_ping, wait_us),
	FIELD_IF_SET(29, 32, scamper_ping, tcp_ack),
	FIELD_IF_SET(31, 32, scamper_ping, tcp_seq),
	{0},
};

const struct warts_field warts_ping_reply_fields[] = {
	FIELD(2, 8, scamper_ping_reply, flags),
	FIELD(3, 8, scamper_ping_reply, reply_ttl),
	FIELD(4, 16, scamper_ping_reply, reply_size),
	FIELD(5, ICMP, scamper_ping_reply, icmp_type),
	FIELD(6, 32, scamper_ping_reply, rtt_us),
	FIELD(7, 16, scamper_ping_reply, probe),
	FIELD(8, 16, scamper_ping_reply, reply_ipid),
	FIELD(9, 16, scamper_ping_reply, probe_ipid),
	FIELD(10, 8, scamper_ping_reply, proto),
	FIELD(11, 8, scamper_ping_reply, tcp_flags),
	FIELD_IF_SET(12, ADDR, scamper_ping_reply, addr),
	FIELD(15, 32, scamper_ping_reply, reply_ipid32),
	FIELD_IF_SET(16, TIME, scamper_ping_reply, tx),
	{0},
};

const struct warts_field warts_tracelb_fields[] = {
	FIELD(5, TIME, scamper_tracelb, start),
	FIELD(6, 16, scamper_tracelb, sport),
	FIELD(7, 16, scamper_tracelb, dport),
	FIELD(8, 16, scamper_tracelb, probe_size),
	FIELD(9, 8, scamper_tracelb, type),
	FIELD(10, 8, scamper_tracelb, first_hop),
	FIELD(11, 8, scamper_tracelb, wait_s),
	FIELD(12, 8, scamper_tracelb, wait_probe),
	FIELD(13, 8, scamper_tracelb, attempts),
	FIELD(14, 8, scamper_tracelb, confidence),
	FIELD(15, 8, scamper_tracelb, tos),
	FIELD(18, 32, scamper_tracelb, probe_count),
	FIELD(19, 32, scamper_tracelb, probe_max),
	FIELD(20, 8, scamper_tracelb, gap_limit),
	FIELD_IF_SET(21, ADDR, scamper_tracelb, src),
	FIELD_IF_SET(22, ADDR, scamper_tracelb, dst),
	FIELD_IF_SET(23, 32, scamper_tracelb, userid),
	FIELD_IF_SET(24, 8, scamper_tracelb, flags),
	FIELD_IF_SET(25, ROUTER, scamper_tracelb, router),
	{0},
};

const struct warts_field warts_lb_node_fields[] = {
	FIELD(4, 8, scamper_lb_node, quoted_ttl),
	FIELD_IF_SET(5, ADDR, scamper_lb_node, addr),
	FIELD_IF_SET(6, TEXT, scamper_lb_node, name),
	{0},
};

const struct warts_field warts_lb_probe_fields[] = {
	FIELD(1, TIME, scamper_lb_probe, tx),
	FIELD(2, 16, scamper_lb_probe, flow),
	FIELD(3, 8, scamper_lb_probe, ttl),
	FIELD(4, 8, scamper_lb_probe, attempt),
	{0},
};

const struct warts_field warts_lb_reply_fields[] = {
	FIELD(1, TIME, scamper_lb_reply, rx),
	FIELD(2, 16, scamper_lb_reply, ipid),
	FIELD(3, 8, scamper_lb_reply, ttl),
	FIELD(4, 8, scamper_lb_reply, flags),
	FIELD(5, ICMP, scamper_lb_reply, icmp_type),
	FIELD(6, 8, scamper_lb_reply, tcp_flags),
	FIELD(8, 8, scamper_lb_reply, quoted_ttl),
	FIELD(9, 8, scamper_lb_reply, quoted_tos),
	FIELD_IF_SET(11, ADDR, scamper_lb_reply, addr),
	{0},
};

const struct warts_field warts_dealias_fields[] = {
	FIELD(3, TIME, scamper_dealias, start),
	FIELD(4, 8, scamper_dealias, method),
	FIELD_IF_SET(5, 8, scamper_dealias, result),
	FIELD_IF_SET(7, 32, scamper_dealias, userid),
	{0},
};

static const struct warts_field no_fields[] = {{0}};

static const struct warts_field mercator_fields[] = {
	FIELD(1, LOW_8, scamper_dealias, attempts),
	FIELD(2, 8, scamper_dealias, wait_s),
	{0},
};

static const struct warts_field ally_fields[] = {
	FIELD(1, 16, scamper_dealias, wait_probe),
	FIELD(2, 8, scamper_dealias, wait_s),
	FIELD(3, LOW_8, scamper_dealias, attempts),
	FIELD_IF_SET(4, 16, scamper_dealias, fudge),
	FIELD_IF_SET(5, 8, scamper_dealias, flags),
	{0},
};

static const struct warts_field radargun_fields[] = {
	FIELD(2, 16, scamper_dealias, attempts),
	FIELD(3, 16, scamper_dealias, wait_probe),
	FIELD(4, 32, scamper_dealias, wait_round),
	FIELD(5, 8, scamper_dealias, wait_s),
	FIELD_IF_SET(6, 8, scamper_dealias, flags),
	{0},
};

static const struct warts_field prefixscan_fields[] = {
	FIELD_IF_SET(1, ADDR, scamper_dealias, a),
	FIELD_IF_SET(2, ADDR, scamper_dealias, b),
	FIELD_IF_SET(3, ADDR, scamper_dealias, ab),
	FIELD(5, 8, scamper_dealias, prefix_len),
	FIELD(6, LOW_8, scamper_dealias, attempts),
	FIELD_IF_SET(7, 16, scamper_dealias, fudge),
	FIELD(8, 16, scamper_dealias, wait_probe),
	FIELD(9, 8, scamper_dealias, wait_s),
	FIELD_IF_SET(11, 8, scamper_dealias, flags),
	FIELD(12, 8, scamper_dealias, reply_count),
	{0},
};

static const struct warts_field bump_fields[] = {
	FIELD(1, 16, scamper_dealias, wait_probe),
	FIELD(2, 16, scamper_dealias, bump_limit),
	FIELD(3, LOW_8, scamper_dealias, attempts),
	{0},
};

const struct warts_field *warts_dealias_method_fields(uint8_t method)
{
	static const struct warts_field *const fields[] = {
		[0] = no_fields,
		[SCAMPER_DEALIAS_MERCATOR] = mercator_fields,
		[SCAMPER_DEALIAS_ALLY] = ally_fields,
		[SCAMPER_DEALIAS_RADARGUN] = radargun_fields,
		[SCAMPER_DEALIAS_PREFIXSCAN] = prefixscan_fields,
		[SCAMPER_DEALIAS_BUMP] = bump_fields,
	};

	return fields[method > SCAMPER_DEALIAS_BUMP ? 0 : method];
}

const struct warts_field warts_dealias_def_fields[] = {
	FIELD_IF_SET(3, 32, scamper_dealias_def, id),
	FIELD(4, 8, scamper_dealias_def, method),
	FIELD(5, 8, scamper_dealias_def, ttl),
	FIELD_IF_SET(6, 8, scamper_dealias_def, tos),
	FIELD(8, 8, scamper_dealias_def, tcp_flags),
	FIELD(9, 16, scamper_dealias_def, icmp_id),
	FIELD_IF_SET(10, ADDR, scamper_dealias_def, dst),
	FIELD_IF_SET(11, ADDR, scamper_dealias_def, src),
	FIELD_IF_SET(12, 16, scamper_dealias_def, size),
	FIELD_IF_SET(13, 16, scamper_dealias_def, mtu),
	FIELD_IF_SET(14, 16, scamper_dealias_def, icmp_sum),
	{0},
};

const struct warts_field warts_dealias_probe_fields[] = {
	FIELD_IF_SET(1, 32, scamper_dealias_probe, def),
	FIELD(2, TIME, scamper_dealias_probe, tx),
	FIELD(4, 16, scamper_dealias_probe, ipid),
	FIELD_IF_SET(5, 32, scamper_dealias_probe, seq),
	{0},
};

const struct warts_field warts_dealias_reply_fields[] = {
	FIELD(2, TIME, scamper_dealias_reply, rx),
	FIELD_IF_SET(3, 16, scamper_dealias_reply, ipid),
	FIELD(4, 8, scamper_dealias_reply, ttl),
	FIELD(5, ICMP, scamper_dealias_reply, icmp_type),
	FIELD(6, 8, scamper_dealias_reply, quoted_ttl),
	FIELD(8, 8, scamper_dealias_reply, proto),
	FIELD(9, 8, scamper_dealias_reply, tcp_flags),
	FIELD_IF_SET(10, ADDR, scamper_dealias_reply, addr),
	FIELD(11, 32, scamper_dealias_reply, ipid32),
	FIELD_IF_SET(12, 8, scamper_dealias_reply, flags),
	{0},
};
