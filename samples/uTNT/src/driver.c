/* SPDX-License-Identifier: BSD-3-Clause */
/* Queues, credits and the one running test per address: tnt.md section 11. */
#include "driver_internal.h"
#include "text.h"

/* tnt.md section 11 */
#define DESTINATIONS_AT_ONCE 2

struct tnt_driver *tnt_driver_new(const struct tnt_driver_options *options,
				  const struct tnt_destinations *destinations)
{
	struct tnt_driver *driver = tnt_alloc(1, sizeof(*driver));

	driver->options = *options;
	if (!driver->options.parallel)
		driver->options.parallel = DESTINATIONS_AT_ONCE;
	driver->destinations = destinations;
	driver->queue.tail = &driver->queue.head;
	return driver;
}

static void free_tests(struct tnt_test *test)
{
	while (test) {
		struct tnt_test *next = test->next;

		free(test);
		test = next;
	}
}

static void free_slot(void *value)
{
	struct tnt_slot *slot = value;

	free_tests(slot->parked);
	free(slot->running);
	free(slot);
}

static void free_fingerprint(void *value)
{
	free(((struct tnt_fingerprint *)value)->waiters.at);
	free(value);
}

static void free_buddy(void *value)
{
	free(((struct tnt_buddy *)value)->waiters.at);
	free(value);
}

void tnt_driver_free(struct tnt_driver *driver)
{
	if (!driver)
		return;
	free_tests(driver->queue.head);
	while (driver->started)
		tnt_destination_free(driver, driver->started);
	tnt_table_free(&driver->slots, free_slot);
	tnt_table_free(&driver->fingerprints, free_fingerprint);
	tnt_table_free(&driver->buddies, free_buddy);
	tnt_table_free(&driver->er_ttls[0], NULL);
	tnt_table_free(&driver->er_ttls[1], NULL);
	tnt_table_free(&driver->tunnels, tnt_tunnel_free);
	free(driver);
}

static void enqueue(struct tnt_driver *driver, struct tnt_test *test)
{
	test->next = NULL;
	*driver->queue.tail = test;
	driver->queue.tail = &test->next;
	driver->queue.count++;
}

static struct tnt_test *dequeue(struct tnt_driver *driver)
{
	struct tnt_test *test = driver->queue.head;

	driver->queue.head = test->next;
	if (!driver->queue.head)
		driver->queue.tail = &driver->queue.head;
	driver->queue.count--;
	test->next = NULL;
	return test;
}

static struct tnt_destination *destination_of(const struct tnt_driver *driver,
					      uint32_t user_id)
{
	struct tnt_destination *dest = driver->started;

	while (dest && dest->user_id != user_id)
		dest = dest->next;
	return dest;
}

uint32_t tnt_budget_left(const struct tnt_driver *driver,
			 const struct tnt_destination *dest)
{
	uint32_t used = dest->spent + dest->committed;

	if (!driver->options.budget)
		return UINT32_MAX;
	return used < driver->options.budget ? driver->options.budget - used
					     : 0;
}

bool tnt_cut_by_budget(const struct tnt_driver *driver,
		       const struct scamper_trace *trace)
{
	return driver->options.budget &&
	       trace->stop_reason == SCAMPER_TRACE_HOPLIMIT &&
	       trace->hop_limit && trace->hop_limit < UINT8_MAX;
}

bool tnt_forbidden(const struct tnt_driver *driver, struct tnt_addr addr)
{
	return tnt_reserved(&driver->options.rules, addr) ||
	       (driver->options.blocked &&
		driver->options.blocked(driver->options.user, addr));
}

static struct tnt_test *queue_test(struct tnt_driver *driver,
				   struct tnt_addr addr, void *owner,
				   tnt_done done, uint32_t cost,
				   struct tnt_destination *payer)
{
	struct tnt_test *test = tnt_alloc(1, sizeof(*test));

	test->addr = addr;
	test->owner = owner;
	test->done = done;
	test->cost = cost;
	test->payer = payer->user_id;
	payer->committed += cost;
	enqueue(driver, test);
	return test;
}

void tnt_queue_ping(struct tnt_driver *driver, struct tnt_addr addr,
		    void *owner, tnt_done done, struct tnt_destination *payer)
{
	struct tnt_test *test = queue_test(driver, addr, owner, done,
					   driver->options.ping_count, payer);
	char text[SCAMPER_ADDR_TEXT];

	test->ping_count = driver->options.ping_count;
	tnt_text_format(test->command, sizeof(test->command),
			"ping -P icmp-echo -c %u %s", test->ping_count,
			tnt_addr_text(addr, text));
}

/* The last TTL that a budget allows for; 255: all. */
static unsigned int last_ttl(const struct tnt_driver *driver,
			     const struct tnt_destination *payer,
			     unsigned int first)
{
	uint32_t ttls = tnt_budget_left(driver, payer) / TNT_TRACE_ATTEMPTS;

	return ttls > UINT8_MAX - first ? UINT8_MAX : first - 1 + ttls;
}

void tnt_queue_trace(struct tnt_driver *driver, struct tnt_addr addr,
		     void *owner, tnt_done done,
		     const struct tnt_trace_command *command,
		     struct tnt_destination *payer)
{
	unsigned int first = command->first_ttl;
	unsigned int last = last_ttl(driver, payer, first);
	struct tnt_test *test =
		queue_test(driver, addr, owner, done,
			   (last + 1 - first) * TNT_TRACE_ATTEMPTS, payer);
	char text[SCAMPER_ADDR_TEXT], limit[8] = "";

	test->first_ttl = command->first_ttl;
	test->last_ttl = (uint8_t)last;
	test->method = command->method;
	test->user_id = command->user_id;
	if (last < UINT8_MAX)
		tnt_text_format(limit, sizeof(limit), "-m %u ", last);
	tnt_text_format(test->command, sizeof(test->command),
			"trace -f %u %s%s-P %s -U %u -w 1 -q %d -g 5 %s", first,
			command->first_trace ? "-l 1 " : "", limit,
			test->method, (unsigned)test->user_id,
			TNT_TRACE_ATTEMPTS, tnt_addr_text(addr, text));
}

static struct tnt_slot *slot_of(const struct tnt_driver *driver,
				struct tnt_addr addr)
{
	const union tnt_value *value = tnt_table_find(&driver->slots, addr);

	return value ? value->pointer : NULL;
}

struct tnt_test *tnt_driver_running(const struct tnt_driver *driver,
				    struct tnt_addr addr)
{
	const struct tnt_slot *slot = slot_of(driver, addr);

	return slot ? slot->running : NULL;
}

static void hold(struct tnt_driver *driver, struct tnt_test *test)
{
	struct tnt_slot *slot = tnt_alloc(1, sizeof(*slot));

	slot->running = test;
	tnt_table_slot(&driver->slots, test->addr)->pointer = slot;
	driver->running++;
}

/* Parked tests are queued again, the last parked one first. */
static void release(struct tnt_driver *driver, struct tnt_addr addr)
{
	struct tnt_slot *slot = slot_of(driver, addr);
	struct tnt_test *test = slot->parked;

	tnt_table_remove(&driver->slots, addr);
	free(slot);
	driver->running--;
	while (test) {
		struct tnt_test *next = test->next;

		enqueue(driver, test);
		driver->parked--;
		test = next;
	}
}

static uint16_t probes_of(const struct scamper_result *result)
{
	if (!result)
		return 0;
	return result->trace ? result->trace->probe_count : result->ping->sent;
}

static void conclude(struct tnt_driver *driver, struct tnt_test *test,
		     struct scamper_result *result)
{
	struct tnt_destination *payer = destination_of(driver, test->payer);

	driver->probes_sent += probes_of(result);
	if (payer) {
		payer->committed -= test->cost;
		payer->spent += probes_of(result);
	}
	release(driver, test->addr);
	test->done(driver, test->owner, result);
	free(test);
}

static void send_test(struct tnt_driver *driver, struct tnt_test *test)
{
	struct tnt_slot *slot = slot_of(driver, test->addr);

	if (slot) {
		test->next = slot->parked;
		slot->parked = test;
		driver->parked++;
		return;
	}
	hold(driver, test);
	driver->credit--;
	if (driver->options.log)
		driver->options.log(driver->options.user, driver, test);
	if (!driver->options.submit(driver->options.user, test)) {
		driver->credit++;
		conclude(driver, test, NULL);
	}
}

/* Starts the next destination that is to be probed; false: none is left. */
static bool start_destination(struct tnt_driver *driver)
{
	while (driver->next_destination < driver->destinations->count) {
		size_t i = driver->next_destination++;

		if (driver->options.skip &&
		    driver->options.skip(driver->options.user, i))
			continue;
		tnt_destination_start(
			driver, tnt_destinations_at(driver->destinations, i),
			(uint32_t)(i + 1));
		return true;
	}
	return false;
}

/* Sends what the credit allows: waiting tests first, then destinations. */
static void pump(struct tnt_driver *driver)
{
	tnt_tunnels_trim(driver);
	tnt_buddies_trim(driver);
	while (driver->credit) {
		if (driver->queue.head)
			send_test(driver, dequeue(driver));
		else if (driver->in_progress >= driver->options.parallel ||
			 !start_destination(driver))
			return;
	}
}

void tnt_driver_more(struct tnt_driver *driver)
{
	driver->credit++;
	pump(driver);
}

void tnt_driver_result(struct tnt_driver *driver, struct tnt_test *test,
		       struct scamper_result *result)
{
	conclude(driver, test, result);
	pump(driver);
}

void tnt_driver_refused(struct tnt_driver *driver, struct tnt_test *test)
{
	driver->credit++;
	conclude(driver, test, NULL);
	pump(driver);
}

uint64_t tnt_driver_deadline(const struct tnt_driver *driver)
{
	uint64_t first = UINT64_MAX;

	for (const struct tnt_destination *dest = driver->started; dest;
	     dest = dest->next)
		if (dest->deadline && dest->ended != TNT_DEADLINE &&
		    dest->deadline < first)
			first = dest->deadline;
	return first;
}

/* A destination whose time is over, or NULL. */
static struct tnt_destination *overdue(const struct tnt_driver *driver,
				       uint64_t now)
{
	struct tnt_destination *dest = driver->started;

	while (dest && (!dest->deadline || dest->ended == TNT_DEADLINE ||
			dest->deadline > now))
		dest = dest->next;
	return dest;
}

void tnt_driver_expire(struct tnt_driver *driver, uint64_t now)
{
	struct tnt_destination *dest;

	while ((dest = overdue(driver, now)))
		tnt_destination_end(driver, dest, TNT_DEADLINE);
	pump(driver);
}

bool tnt_driver_finished(const struct tnt_driver *driver)
{
	return !driver->running && !driver->queue.count &&
	       !driver->in_progress &&
	       driver->next_destination == driver->destinations->count;
}

struct tnt_driver_counts tnt_driver_count(const struct tnt_driver *driver)
{
	return (struct tnt_driver_counts){
		.running = driver->running,
		.waiting = driver->queue.count + driver->parked,
		.left = driver->destinations->count - driver->next_destination,
	};
}

uint64_t tnt_driver_probes_sent(const struct tnt_driver *driver)
{
	return driver ? driver->probes_sent : 0;
}

struct scamper_trace *tnt_take_trace(struct scamper_result *result)
{
	struct scamper_trace *trace = NULL;

	if (result) {
		trace = result->trace;
		result->trace = NULL;
		scamper_result_free(result);
	}
	return trace;
}

bool tnt_is_echo_reply(const struct scamper_ping_reply *reply)
{
	return (reply->proto == 1 && reply->icmp_type == 0) ||
	       (reply->proto == 58 && reply->icmp_type == 129);
}
