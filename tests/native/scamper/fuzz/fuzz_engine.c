/* SPDX-License-Identifier: BSD-3-Clause */
/* The way of a packet into running traces and pings of all kinds. */
#include <assert.h>
#include <scamper/engine.h>
#include <stdlib.h>
#include <string.h>

#include "mend.h"
#include "nowhere.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void into_engine(const uint8_t *packet, size_t size)
{
	static const struct scamper_backend ops = {.send = send_nowhere,
						   .source = source_of_all,
						   .datalink =
							   datalink_nowhere};
	static const char *const commands[] = {
		"trace -P icmp-paris -s 1 -d 1 20.9.9.9",
		"trace -P udp-paris -s 1 20.9.9.8",
		"ping -F 1 20.9.9.7",
		"trace -P tcp -s 1 -d 1 20.9.9.6",
		"trace -P udp -s 1 -d 1 2001:db8::9",
		"ping -P tcp-syn -F 1 -d 1 2001:db8::8",
		"ping -P icmp-time -F 1 20.9.9.5",
		"trace -N 3 -s 1 -d 1 20.9.9.3",
		"trace -z 1.1.1.1 -Z a -f 4 -s 1 -d 1 20.9.9.2",
		"trace -M -s 1 -d 1 20.9.9.1",
		"ping -R -P udp -F 1 -d 1 20.9.9.4",
		"ping -M 68 -F 1 20.9.9.10",
		"ping -M 1280 -O tbt -F 1 2001:db8::7",
		("dealias -m ally -p '-P icmp-echo -M 68 -F 1' 20.9.9.11 "
		 "20.9.9.12"),
	};
	struct scamper_engine_options options = {
		.pps = 10000, .ops = &ops, .features = &scamper_all_features};
	struct scamper_source_options so = {0};
	struct scamper_engine *engine = scamper_engine_new(&options, NULL);
	struct scamper_source *s = scamper_source_open(engine, &so, NULL);

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		assert(scamper_source_submit(s, commands[i], NULL, NULL));
	scamper_engine_poll(engine, 1000000);
	scamper_engine_poll(engine, 2000000);
	for (uint64_t i = 0; i < 8; i++)
		scamper_engine_receive(engine, packet, size, 3000000 + i,
				       (enum scamper_stamp)(i % 4));
	scamper_engine_poll(engine, 10000000);
	scamper_engine_free(engine);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *packet = malloc(size ? size : 1);

	assert(packet);
	memcpy(packet, data, size);
	mend_sum(packet, size);
	into_engine(packet, size);
	free(packet);
	return 0;
}
