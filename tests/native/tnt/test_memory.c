/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What docs/tnt.md says of memory: a destination in flight, what is
 * remembered. Blocks are counted as the heap of a guest holds them.
 */
#include "tests.h"

#include <stdlib.h>
#include <string.h>

#include <scamper/engine.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"
#include "fake_engine.h"
#include "labs.h"
#include "session.h"

/* docs/tnt.md, Memory: a destination in flight, and each hop of its path. */
#define FLIGHT_BYTES 2000
#define HOP_BYTES    600

#define MS UINT64_C(1000000)

/* Of the sanitizer; gcc lacks their header. */
int __sanitizer_install_malloc_and_free_hooks(
	void (*malloc_hook)(const volatile void *, size_t),
	void (*free_hook)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *p);

static size_t held, peak;

/* core/lib/ukalloc/heap.c: 8 bytes of overhead, 16 of alignment, at least
 * 32. */
static size_t block(size_t size)
{
	size_t bytes = (size + 8 + 15) / 16 * 16;

	return bytes < 32 ? 32 : bytes;
}

static void allocated(const volatile void *p, size_t size)
{
	(void)p;
	held += block(size);
	if (held > peak)
		peak = held;
}

static void freed(const volatile void *p)
{
	if (p)
		held -= block(__sanitizer_get_allocated_size(p));
}

static void watch_memory(void)
{
	static bool watching;

	if (!watching)
		assert_true(__sanitizer_install_malloc_and_free_hooks(allocated,
								      freed));
	watching = true;
	held = 1 << 30; /* blocks from before may be freed */
	peak = 0;
}

/*
 * A network in which each destination is as far away as the others, behind
 * routers of its own: 20.TTL.x.y is a router of the way to 21.0.x.y. Each
 * answers 20 ms later.
 */
struct queued {
	uint64_t at;
	size_t len;
	uint8_t bytes[200];
};

struct net {
	unsigned int hops;
	uint64_t now;
	struct queued replies[4096];
	size_t first, last;
	struct tnt_session session;
	unsigned int finished;
};

static void put_ip(uint8_t *ip, size_t len, uint32_t from, uint8_t ttl)
{
	ip[0] = 0x45;
	put16(ip + 2, (uint16_t)len);
	ip[8] = ttl;
	ip[9] = PROTO_ICMP;
	put32(ip + 12, from);
	put32(ip + 16, 0xac140002);
	put16(ip + 10, (uint16_t)~packet_sum(0, ip, IP_HEADER));
}

/* Time exceeded with a label (RFC 4884, RFC 4950). */
static size_t put_exceeded(uint8_t *icmp, const uint8_t *probe, size_t len)
{
	static const uint8_t object[] = {0, 8, 1, 1, 0x00, 0x3e, 0x91, 0x01};
	uint8_t *extension = icmp + ICMP_HEADER + 128;

	icmp[0] = ICMP_TIME_EXCEEDED;
	icmp[5] = 128 / 4;
	memcpy(icmp + ICMP_HEADER, probe, len);
	icmp[ICMP_HEADER + 8] = 1;
	extension[0] = 0x20;
	memcpy(extension + 4, object, sizeof(object));
	put16(extension + 2,
	      (uint16_t)~packet_sum(0, extension, 4 + sizeof(object)));
	return ICMP_HEADER + 128 + 4 + sizeof(object);
}

static int send_probe(void *backend, const uint8_t *packet, size_t len,
		      const struct scamper_probe *probe, uint64_t *tx_ns)
{
	struct net *net = backend;
	struct queued *reply = &net->replies[net->last++ % 4096];
	uint8_t *icmp = reply->bytes + IP_HEADER;
	uint32_t dst = scamper_addr_to_ipv4(&probe->dst);
	unsigned int at = dst >> 24 == 21 ? net->hops : dst >> 16 & 255;

	assert_true(net->last - net->first < 4096);
	*reply = (struct queued){.at = net->now + 20 * MS};
	*tx_ns = net->now;
	if (probe->ttl < at) {
		at = probe->ttl;
		dst = 20u << 24 | at << 16 | (dst & 0xffff);
		reply->len = put_exceeded(icmp, packet, len);
	} else {
		reply->len = len - IP_HEADER;
		memcpy(icmp, packet + IP_HEADER, reply->len);
		icmp[0] = ICMP_ECHO_REPLY;
		icmp[2] = icmp[3] = 0;
	}
	put16(icmp + 2, (uint16_t)~packet_sum(0, icmp, reply->len));
	reply->len += IP_HEADER;
	put_ip(reply->bytes, reply->len, dst, (uint8_t)(256 - at));
	return 0;
}

static int source_of(void *backend, const struct scamper_addr *dst,
		     struct scamper_addr *src)
{
	(void)backend;
	(void)dst;
	*src = scamper_addr_ipv4(0xac140002);
	return 0;
}

static void more(struct scamper_source *source, void *user)
{
	struct net *net = user;

	net->session.engine = source;
	tnt_driver_more(net->session.driver);
}

static void done(struct scamper_source *source, void *user, uint32_t id,
		 void *task_user, struct scamper_result *result)
{
	struct net *net = user;

	(void)source;
	(void)id;
	tnt_driver_result(net->session.driver, task_user, result);
}

static void path_finished(void *user, struct tnt_path *path)
{
	struct net *net =
		(struct net *)((char *)user - offsetof(struct net, session));

	net->finished++;
	assert_int_equal(path->hops.count, net->hops);
	for (size_t i = 0; i < path->hops.count; i++)
		assert_int_equal(path->hops.at[i].er_ttl, 255 - i);
}

static void play(struct net *net, struct scamper_engine *engine)
{
	while (!tnt_driver_finished(net->session.driver)) {
		uint64_t next = scamper_engine_next_deadline(engine);
		struct queued *reply = &net->replies[net->first % 4096];

		if (net->first < net->last && reply->at < next)
			next = reply->at;
		assert_true(next < UINT64_MAX);
		if (next > net->now)
			net->now = next;
		for (; net->first < net->last && reply->at <= net->now;
		     reply = &net->replies[++net->first % 4096])
			scamper_engine_receive(engine, reply->bytes, reply->len,
					       reply->at, true);
		scamper_engine_poll(engine, net->now);
	}
}

/* The most memory that a list takes, with that many in flight. */
static size_t memory_of(unsigned int parallel, unsigned int hops, size_t count)
{
	static const struct scamper_backend backend = {.send = send_probe,
						       .source = source_of};
	static struct net net;
	struct tnt_driver_options options = {
		.rules = {.frpla = 3, .rtla = 1},
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = 1,
		.parallel = (uint16_t)parallel,
		.cache = 64,
		.submit = tnt_builtin_submit,
		.finished = path_finished,
		.user = &net.session,
	};
	struct scamper_engine_options engine_options = {.pps = 10000,
							.ping_ends_early = true,
							.ops = &backend,
							.backend = &net};
	struct scamper_source_options source = {.ops = {more, done},
						.user = &net};
	struct tnt_destinations list = {0};
	struct scamper_engine *engine;
	size_t before;

	net = (struct net){.hops = hops, .now = 1000 * MS};
	for (unsigned int i = 0; i < count; i++) {
		char text[32];

		snprintf(text, sizeof(text), "21.0.%u.%u", i >> 8, i & 255);
		assert_true(tnt_destinations_add(&list, text));
	}
	watch_memory();
	before = held;
	engine = scamper_engine_new(&engine_options, NULL);
	net.session.engine = scamper_source_open(engine, &source, NULL);
	net.session.driver = tnt_driver_new(&options, &list);
	play(&net, engine);
	assert_int_equal(net.finished, count);
	tnt_driver_free(net.session.driver);
	scamper_engine_free(engine);
	assert_int_equal(held, before);
	tnt_destinations_free(&list);
	return peak - before;
}

/* All in flight are at the same hop, and nothing they share is in a cache:
 * the worst that can be. */
static void a_destination_in_flight(void **state)
{
	(void)state;
	for (unsigned int hops = 1; hops <= 61; hops += 15) {
		size_t few = memory_of(10, hops, 10);
		size_t many = memory_of(110, hops, 110);

		print_message("%u hops: %zu bytes each\n", hops,
			      (many - few) / 100);
		assert_in_range((many - few) / 100, 1,
				FLIGHT_BYTES + hops * HOP_BYTES);
	}
}

static void a_longer_list_takes_no_more(void **state)
{
	size_t some = memory_of(10, 5, 1000), all = memory_of(10, 5, 10000);

	(void)state;
	print_message("%zu and %zu bytes\n", some, all);
	assert_in_range(all, 1, some + some / 20);
}

/* Every destination has routers of its own, and a tunnel or a buddy. */
struct many {
	struct fake_engine engine; /* first: fake_submit() takes it */
	unsigned int finished;
	size_t hops;
};

static void build(struct many *many)
{
	static const char *const labs[] = {"ex05", "ex09", "ex04"};
	unsigned int lab = 0;

	while (strcmp(lab_table[lab].name, labs[many->finished % 3]))
		lab++;
	lab_build(&lab_table[lab], false, &many->engine.sim);
	for (unsigned int i = 0; i + 1 < many->engine.sim.routers; i++) {
		struct sim_router *r = &many->engine.sim.router[i];

		r->left = tnt_addr_ipv4(tnt_addr_to_ipv4(r->left) +
					(many->finished << 16) + 0x01000000);
		r->right = tnt_addr_ipv4(tnt_addr_to_ipv4(r->right) +
					 (many->finished << 16) + 0x01000000);
	}
}

static void next_lab(void *user, struct tnt_path *path)
{
	struct many *many = user;

	many->finished++;
	many->hops += path->hops.count;
	build(many);
}

static void what_is_remembered(void **state)
{
	struct many many = {0};
	struct tnt_driver_options options = {
		.rules = {.frpla = 3, .rtla = 1},
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = 1,
		.parallel = 1,
		.submit = fake_submit,
		.finished = next_lab,
		.user = &many,
	};
	struct tnt_destinations list = {0};

	(void)state;
	for (unsigned int i = 0; i < 1500; i++)
		tnt_destinations_add(&list, "20.9.9.9");
	for (options.cache = 256; options.cache <= 4096; options.cache *= 4) {
		struct tnt_driver *driver;
		size_t before;

		many.finished = 0;
		many.hops = 0;
		build(&many);
		watch_memory();
		before = held;
		driver = tnt_driver_new(&options, &list);
		assert_true(fake_run(&many.engine, driver));
		print_message("%u remembered: %zu bytes each\n",
			      (unsigned)options.cache,
			      (peak - before) / options.cache);
		assert_in_range(peak - before, 1,
				options.cache * TNT_CACHE_BYTES + 20000);
		tnt_driver_free(driver);
		assert_int_equal(held, before);
		assert_int_equal(many.hops, 500 * (8 + 9 + 8));
	}
	tnt_destinations_free(&list);
}

const struct CMUnitTest memory_tests[] = {
	cmocka_unit_test(a_destination_in_flight),
	cmocka_unit_test(a_longer_list_takes_no_more),
	cmocka_unit_test(what_is_remembered),
};
const size_t memory_test_count = sizeof(memory_tests) / sizeof(*memory_tests);
