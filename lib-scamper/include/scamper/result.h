/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The result model: what a trace or a ping found. One model, filled by the
 * engine or by the warts reader, printed by the warts, JSON and text writers.
 *
 * Everything here is plain data on the heap. Numbers are in host byte order;
 * times are given with their unit. Strings are NUL-terminated and owned by
 * the struct that points to them.
 */
#ifndef SCAMPER_RESULT_H
#define SCAMPER_RESULT_H

#include <scamper/addr.h>

/* Wall-clock time since the Unix epoch. */
struct scamper_time {
	uint32_t sec;
	uint32_t usec; /* 0..999999 */
};

/*
 * One value of a parameter block that this library does not interpret, or
 * that its user adds: parameter `number` (from 1) with `len` bytes of value.
 * A list in rising order of number. Values of numbers the reader does not
 * know cannot be told apart, so all their bytes stand in the first of them
 * and the others have length 0; writing such a list gives the same bytes.
 */
struct scamper_extra {
	struct scamper_extra *next;
	uint16_t number;
	uint16_t len;
	uint8_t data[];
};

/*
 * An attribute of a trace record: 4 bits of type, up to 4095 bytes. `data`
 * is written as it stands; it must not refer to the record's address table.
 */
struct scamper_attr {
	struct scamper_attr *next;
	uint8_t type; /* 1..15; 14 is the annotated path of TNT */
	uint16_t len; /* 0..4095 */
	uint8_t data[];
};

/*
 * List and cycle: where a result belongs to. Shared by reference count: every
 * holder has its own reference and gives it back with scamper_list_unref() or
 * scamper_cycle_unref(). A cycle holds a reference to its list.
 */
struct scamper_list {
	unsigned int refs;
	uint32_t id; /* the number people gave it */
	char *name;
	char *descr;   /* NULL: none */
	char *monitor; /* NULL: none */
};

struct scamper_cycle {
	unsigned int refs;
	struct scamper_list *list;
	uint32_t id; /* the number people gave it */
	uint32_t start_sec;
	uint32_t stop_sec; /* 0: not ended */
	char *hostname;    /* NULL: none */
};

enum scamper_hop_flag {
	SCAMPER_HOP_RX_STAMP = 0x01,  /* receive time taken by the kernel */
	SCAMPER_HOP_DL_TX = 0x02,     /* send time taken at the data link */
	SCAMPER_HOP_DL_RX = 0x04,     /* receive time taken there */
	SCAMPER_HOP_TSC = 0x08,       /* RTT from a cycle counter */
	SCAMPER_HOP_REPLY_TTL = 0x10, /* reply_ttl is known */
	SCAMPER_HOP_TCP = 0x20,       /* the reply is a TCP segment */
	SCAMPER_HOP_UDP = 0x40,       /* the reply is a UDP datagram */
};

/*
 * One reply to one probe of a trace.
 *
 * `ext` holds the ICMP extension objects in warts form, back to back: data
 * length (2, big-endian), class, type, data. Read it with
 * scamper_icmpext_next() or scamper_hop_lse().
 */
struct scamper_hop {
	struct scamper_addr addr;
	uint8_t probe_ttl;
	uint8_t attempt; /* of the probe, from 0 */
	uint8_t flags;   /* enum scamper_hop_flag */
	uint8_t reply_ttl;
	uint8_t reply_tos;
	uint8_t icmp_type; /* unless SCAMPER_HOP_TCP or _UDP is set */
	uint8_t icmp_code;
	uint8_t tcp_flags;  /* with SCAMPER_HOP_TCP */
	uint8_t quoted_ttl; /* IP TTL of the probe as quoted (qTTL) */
	uint8_t quoted_tos;
	uint16_t quoted_len; /* IP length of the probe as quoted */
	uint16_t probe_size; /* bytes, IP header included */
	uint16_t reply_size; /* bytes, IP header included */
	uint16_t reply_ipid;
	uint16_t next_hop_mtu; /* only of "fragmentation needed" */
	uint16_t ext_len;
	uint8_t *ext;
	uint32_t rtt_us;
	struct scamper_time tx; /* sec 0: unknown */
	char *name;             /* host name, NULL: none */
	struct scamper_extra *extra;
};

/* One ICMP extension object; `data` points into the hop's `ext`. */
struct scamper_icmpext {
	uint8_t class_num;
	uint8_t class_type;
	uint16_t len;
	const uint8_t *data;
};

/* One MPLS label stack entry (RFC 4950). */
struct scamper_lse {
	uint32_t label; /* 20 bits */
	uint8_t exp;    /* traffic class, 3 bits */
	uint8_t bottom; /* 0 or 1 */
	uint8_t ttl;
};

enum scamper_trace_type {
	SCAMPER_TRACE_ICMP = 1,
	SCAMPER_TRACE_UDP = 2,
	SCAMPER_TRACE_TCP = 3,
	SCAMPER_TRACE_ICMP_PARIS = 4,
	SCAMPER_TRACE_UDP_PARIS = 5,
	SCAMPER_TRACE_TCP_ACK = 6,
};

enum scamper_trace_stop {
	SCAMPER_TRACE_NONE = 0,
	SCAMPER_TRACE_COMPLETED = 1,
	SCAMPER_TRACE_UNREACH = 2, /* stop_data: ICMP code */
	SCAMPER_TRACE_ICMP_ERROR = 3,
	SCAMPER_TRACE_LOOP = 4,
	SCAMPER_TRACE_GAPLIMIT = 5,
	SCAMPER_TRACE_ERROR = 6, /* stop_data: errno */
	SCAMPER_TRACE_HOPLIMIT = 7,
	SCAMPER_TRACE_GSS = 8,
	SCAMPER_TRACE_HALTED = 9,
};

enum scamper_trace_flag {
	SCAMPER_TRACE_ALL_ATTEMPTS = 0x01,
	SCAMPER_TRACE_PMTUD = 0x02,
	SCAMPER_TRACE_DATALINK = 0x04,
	SCAMPER_TRACE_IGNORE_DST_TE = 0x08,
	SCAMPER_TRACE_DOUBLETREE = 0x10,
	SCAMPER_TRACE_ICMP_SUM = 0x20, /* dport is the ICMP checksum */
	SCAMPER_TRACE_CONST_PAYLOAD = 0x40,
	SCAMPER_TRACE_RXERR = 0x80, /* in the layout of 2018: a TNT trace */
	SCAMPER_TRACE_PTR = 0x100,
};

enum scamper_pmtud_note_type {
	SCAMPER_PMTUD_TOO_BIG = 1, /* a router said the MTU */
	SCAMPER_PMTUD_BAD_MTU = 2, /* it said one of no use */
	SCAMPER_PMTUD_SILENT = 3,  /* large packets disappear */
};

/* A place where the path became narrower. */
struct scamper_pmtud_note {
	uint8_t type; /* enum scamper_pmtud_note_type */
	uint16_t mtu;
	uint16_t hop; /* index into the hops of the discovery */
};

/* What -M found. `hops` are the replies to its probes. */
struct scamper_pmtud {
	uint16_t if_mtu;   /* of our interface */
	uint16_t path_mtu; /* 0: not found */
	uint16_t out_mtu;  /* of the first hop; 0: as the interface */
	uint8_t version;   /* of the method; ours: 2 */
	struct scamper_hop **hops;
	uint32_t hops_used;
	struct scamper_pmtud_note *notes;
	uint32_t notes_used; /* 255 at most */
};

enum { SCAMPER_DOUBLETREE_NOBACK = 0x01 };

/* What -z and -Z did. */
struct scamper_doubletree {
	uint8_t first_hop; /* where the command wanted to begin */
	uint8_t flags;
	struct scamper_addr local_stop;  /* NONE: not met */
	struct scamper_addr global_stop; /* NONE: not met */
	char *local_name;                /* NULL: none */
};

/*
 * A finished trace.
 *
 * `hops` are all replies in record order. The engine orders them by probe
 * TTL, then attempt, then time of arrival; a silent TTL has no entry. In the
 * 2018 TNT layout the order is that of the path, revealed hops included.
 */
struct scamper_trace {
	struct scamper_list *list;   /* NULL: none */
	struct scamper_cycle *cycle; /* NULL: none */
	struct scamper_addr src;
	struct scamper_addr dst;
	struct scamper_addr router; /* NONE: not asked for */
	struct scamper_time start;
	uint8_t type;        /* enum scamper_trace_type */
	uint8_t stop_reason; /* enum scamper_trace_stop */
	uint8_t stop_data;
	uint8_t attempts;
	uint8_t hop_limit; /* the highest TTL; 0: none */
	uint8_t first_hop; /* the first TTL */
	uint8_t tos;
	uint8_t wait_s;       /* for a reply */
	uint8_t wait_probe;   /* between probes, in 10 ms */
	uint8_t loops;        /* that end the trace; 0: none does */
	uint8_t loop_action;  /* as in the record; the engine's: 0 */
	uint8_t gap_limit;    /* silent TTLs in a row that end it */
	uint8_t gap_action;   /* 1 stop, 2 last-ditch probes */
	uint8_t confidence;   /* 0, 95 or 99 */
	uint8_t squeries;     /* TTLs probed at once; 1 */
	uint16_t probe_size;  /* bytes, IP header included */
	uint16_t probe_count; /* probes sent */
	uint16_t hop_count;   /* TTLs counted from 1, silent ones included */
	uint16_t frag_offset;
	uint16_t sport; /* ICMP methods: the id */
	uint16_t dport; /* with SCAMPER_TRACE_ICMP_SUM: the checksum kept */
	uint32_t flags; /* enum scamper_trace_flag */
	uint32_t userid;
	struct scamper_hop **hops;
	uint32_t hops_used;
	struct scamper_hop **lastditch; /* replies to last-ditch probes */
	uint32_t lastditch_used;
	struct scamper_pmtud *pmtud;           /* NULL: none */
	struct scamper_doubletree *doubletree; /* NULL: none */
	struct scamper_attr *attrs;  /* other attributes, in record order */
	struct scamper_extra *extra; /* parameters above 32 */
};

enum scamper_ping_method {
	SCAMPER_PING_ICMP_ECHO = 0,
	SCAMPER_PING_TCP_ACK = 1,
	SCAMPER_PING_TCP_ACK_SPORT = 2,
	SCAMPER_PING_UDP = 3,
	SCAMPER_PING_UDP_DPORT = 4,
	SCAMPER_PING_ICMP_TIME = 5,
	SCAMPER_PING_TCP_SYN = 6,
	SCAMPER_PING_TCP_SYNACK = 7,
	SCAMPER_PING_TCP_RST = 8,
};

enum scamper_ping_flag {
	SCAMPER_PING_RECORD_ROUTE = 0x01,
	SCAMPER_PING_SPOOF = 0x02,
	SCAMPER_PING_PAYLOAD = 0x04, /* `data` is the payload, not a pattern */
	SCAMPER_PING_TS_ONLY = 0x08,
	SCAMPER_PING_TS_AND_ADDR = 0x10,
	SCAMPER_PING_ICMP_SUM = 0x20, /* icmp_sum is kept */
	SCAMPER_PING_DATALINK = 0x40,
	SCAMPER_PING_TBT = 0x80,
};

enum {
	SCAMPER_IP_ROUTE = 9, /* addresses of a record route option at most */
	SCAMPER_IP_TIMES = 9, /* time stamps of a time stamp option at most */
	SCAMPER_TSPS = 4,     /* addresses asked for their time at most */
};

/* IP options of a reply (RFC 791 section 3.1). */
struct scamper_ip_options {
	uint8_t route_used; /* recorded addresses */
	uint8_t times_used;
	bool have_times;         /* a time stamp option, even an empty one */
	uint8_t time_addrs_used; /* 0, or as many as times */
	struct scamper_addr route[SCAMPER_IP_ROUTE];
	uint32_t times[SCAMPER_IP_TIMES]; /* as they stand in the option */
	struct scamper_addr time_addrs[SCAMPER_IP_TIMES];
};

enum scamper_ping_stop {
	SCAMPER_PING_NONE = 0,
	SCAMPER_PING_COMPLETED = 1,
	SCAMPER_PING_ERROR = 2, /* stop_data: errno */
	SCAMPER_PING_HALTED = 3,
};

enum scamper_ping_reply_flag {
	SCAMPER_PING_REPLY_TTL = 0x01,  /* reply_ttl is known */
	SCAMPER_PING_REPLY_IPID = 0x02, /* reply_ipid is; IPv6: _ipid32 */
	SCAMPER_PING_PROBE_IPID = 0x04, /* probe_ipid is */
};

/* One reply to one probe of a ping. */
struct scamper_ping_reply {
	struct scamper_addr addr;
	uint16_t probe; /* number of the probe, from 0 */
	uint8_t flags;  /* enum scamper_ping_reply_flag */
	uint8_t reply_ttl;
	uint8_t proto; /* IP protocol of the reply; 1 ICMP, 58 ICMPv6 */
	uint8_t icmp_type;
	uint8_t icmp_code;
	uint8_t tcp_flags;
	uint16_t reply_size; /* bytes, IP header included */
	uint16_t reply_ipid;
	uint16_t probe_ipid;
	uint32_t reply_ipid32; /* of the fragment header of IPv6 */
	uint32_t rtt_us;
	struct scamper_time tx; /* sec 0: unknown */
	/* Originate, receive, transmit of an ICMP timestamp reply, in ms of
	 * the day (RFC 792). */
	bool have_icmp_times;
	uint32_t icmp_times[3];
	struct scamper_ip_options *ip_options; /* NULL: none */
	struct scamper_extra *extra;
};

/* A finished ping. Replies are ordered by probe, then time of arrival. */
struct scamper_ping {
	struct scamper_list *list;
	struct scamper_cycle *cycle;
	struct scamper_addr src;
	struct scamper_addr dst;
	struct scamper_time start;
	uint8_t method;      /* enum scamper_ping_method */
	uint8_t stop_reason; /* enum scamper_ping_stop */
	uint8_t stop_data;
	uint8_t ttl;
	uint8_t tos;
	uint8_t wait_s;    /* between probes: whole seconds .. */
	uint8_t timeout_s; /* after the last probe */
	uint8_t flags;     /* enum scamper_ping_flag */
	uint8_t tsps_used;
	struct scamper_addr tsps[SCAMPER_TSPS]; /* asked for their time */
	uint32_t tcp_seq;
	uint32_t tcp_ack;
	uint32_t wait_us;     /* .. and the rest of them */
	uint16_t probe_count; /* probes asked for */
	uint16_t sent;
	uint16_t size;       /* bytes, IP header included */
	uint16_t stop_count; /* replies that end it; 0: never */
	uint16_t sport;      /* ICMP: the id */
	uint16_t dport;      /* ICMP: the first sequence number */
	uint16_t icmp_sum;   /* with SCAMPER_PING_ICMP_SUM */
	uint16_t reply_pmtu; /* replies above it are too big; 0: none is */
	uint16_t data_len;   /* pattern or payload given by the user */
	uint32_t userid;
	uint8_t *data;
	struct scamper_ping_reply **replies;
	uint32_t replies_used;
	struct scamper_extra *extra;
};

enum scamper_result_type {
	SCAMPER_RESULT_TRACE = 6, /* the numbers of warts */
	SCAMPER_RESULT_PING = 7,
	SCAMPER_RESULT_TRACELB = 8,
	SCAMPER_RESULT_DEALIAS = 9,
};

struct scamper_tracelb; /* <scamper/tracelb.h> */
struct scamper_dealias; /* <scamper/dealias.h> */

/* What a task gives: the pointer named by `type` is set, the others NULL. */
struct scamper_result {
	enum scamper_result_type type;
	struct scamper_trace *trace;
	struct scamper_ping *ping;
	struct scamper_tracelb *tracelb;
	struct scamper_dealias *dealias;
};

/* Memory: the _new functions return NULL when there is none left; the _free
 * functions accept NULL and free everything that hangs on the object. */
struct scamper_list *scamper_list_new(uint32_t id, const char *name,
				      const char *descr, const char *monitor);
struct scamper_list *scamper_list_ref(struct scamper_list *list);
void scamper_list_unref(struct scamper_list *list);
struct scamper_cycle *scamper_cycle_new(struct scamper_list *list, uint32_t id,
					uint32_t start_sec,
					const char *hostname);
struct scamper_cycle *scamper_cycle_ref(struct scamper_cycle *cycle);
void scamper_cycle_unref(struct scamper_cycle *cycle);

struct scamper_trace *scamper_trace_new(void);
void scamper_trace_free(struct scamper_trace *trace);
struct scamper_hop *scamper_hop_new(void);
/* A deep copy: the extensions, name and extra parameters are copied too. */
struct scamper_hop *scamper_hop_dup(const struct scamper_hop *hop);
void scamper_hop_free(struct scamper_hop *hop);
struct scamper_ping *scamper_ping_new(void);
void scamper_ping_free(struct scamper_ping *ping);
void scamper_result_free(struct scamper_result *result);

/*
 * A copy of a trace without its hops, attributes and extra parameters: what
 * an annotated trace is built on. hop_count and probe_count are kept.
 */
struct scamper_trace *scamper_trace_dup_header(const struct scamper_trace *t);

/* Appends a hop; the trace owns it from then on. -ENOMEM: nothing changed. */
int scamper_trace_append(struct scamper_trace *trace, struct scamper_hop *hop);

/* The first reply at a probe TTL in record order, or NULL: silent. */
struct scamper_hop *scamper_trace_hop(const struct scamper_trace *trace,
				      unsigned int ttl);

/* Appends an attribute (the data is copied). -EINVAL: type or length. */
int scamper_trace_add_attr(struct scamper_trace *trace, uint8_t type,
			   const void *data, size_t len);

/*
 * Puts a parameter into a list of extra parameters, at its place; one of the
 * same number is replaced. The data is copied. -EINVAL, -ENOMEM.
 */
int scamper_extra_set(struct scamper_extra **list, uint16_t number,
		      const void *data, uint16_t len);
/* The parameter of that number or NULL. */
const struct scamper_extra *scamper_extra_get(const struct scamper_extra *list,
					      uint16_t number);

/*
 * Steps through the extension objects of a hop: *offset starts at 0. False
 * at the end (or at the first object that does not fit).
 */
bool scamper_icmpext_next(const struct scamper_hop *hop, size_t *offset,
			  struct scamper_icmpext *out);

/* The index-th label stack entry of a hop, top first; false: no such. */
bool scamper_hop_lse(const struct scamper_hop *hop, unsigned int index,
		     struct scamper_lse *out);

/* Upper-case word of a stop reason ("COMPLETED"), as the JSON writer says. */
const char *scamper_trace_stop_name(uint8_t stop_reason);
/* Word of a method as in commands ("icmp-paris"). */
const char *scamper_trace_method_name(uint8_t type);

#endif
