/* SPDX-License-Identifier: BSD-3-Clause */
/* Settings of a running engine, for those who control it from outside. */
#include "engine_state.h"

uint32_t scamper_engine_pps(const struct scamper_engine *engine)
{
	return engine->options.pps;
}

bool scamper_engine_set_pps(struct scamper_engine *engine, uint32_t pps)
{
	if (pps == 0 || pps > MAX_PPS)
		return false;
	engine_set_rate(engine, pps);
	return true;
}

uint32_t scamper_engine_window(const struct scamper_engine *engine)
{
	return engine->options.window;
}

void scamper_engine_set_window(struct scamper_engine *engine, uint32_t window)
{
	engine->options.window = window;
}

uint32_t scamper_engine_running(const struct scamper_engine *engine)
{
	return engine->running;
}

uint32_t scamper_engine_wall_sec(const struct scamper_engine *engine)
{
	uint64_t wall = engine->now + (uint64_t)engine->wall_offset;

	return (uint32_t)(wall / UINT64_C(1000000000));
}
