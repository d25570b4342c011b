/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Parameters of hops, traces, pings (scamper.md section 7). A record has
 * others between two tables, which its writer and its reader know.
 */
#include "warts_field.h"

#include <scamper/result.h>

const struct warts_field warts_hop_start[] = {
	FIELD(2, 8, scamper_hop, probe_ttl),
	FIELD(3, 8, scamper_hop, reply_ttl),
	FIELD(4, 8, scamper_hop, flags),
	FIELD(5, 8, scamper_hop, attempt),
	FIELD(6, 32, scamper_hop, rtt_us),
	{0},
};

const struct warts_field warts_hop_sizes[] = {
	FIELD(8, 16, scamper_hop, probe_size),
	FIELD(9, 16, scamper_hop, reply_size),
	FIELD_IF_SET(10, 16, scamper_hop, reply_ipid),
	FIELD(11, 8, scamper_hop, reply_tos),
	FIELD_IF_SET(12, 16, scamper_hop, next_hop_mtu),
	{0},
};

const struct warts_field warts_hop_end[] = {
	FIELD_IF_SET(18, ADDR, scamper_hop, addr),
	FIELD_IF_SET(19, TIME, scamper_hop, tx),
	FIELD_IF_SET(20, TEXT, scamper_hop, name),
	{0},
};

const struct warts_field warts_trace_start[] = {
	FIELD(5, TIME, scamper_trace, start),
	FIELD(6, 8, scamper_trace, stop_reason),
	FIELD(7, 8, scamper_trace, stop_data),
	{0},
};

const struct warts_field warts_trace_end[] = {
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
	{0},
};

const struct warts_field warts_ping_start[] = {
	FIELD(5, TIME, scamper_ping, start),
	FIELD(6, 8, scamper_ping, stop_reason),
	FIELD(7, 8, scamper_ping, stop_data),
	{0},
};

const struct warts_field warts_ping_middle[] = {
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
	{0},
};

const struct warts_field warts_ping_end[] = {
	FIELD_IF_SET(28, 32, scamper_ping, wait_us),
	FIELD_IF_SET(29, 32, scamper_ping, tcp_ack),
	FIELD_IF_SET(31, 32, scamper_ping, tcp_seq),
	{0},
};
