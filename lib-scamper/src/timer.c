/* SPDX-License-Identifier: BSD-3-Clause */
/* Deadlines of tasks: a binary heap, earliest first. */
#include <stdlib.h>

#include "engine_state.h"

bool timer_reserve(struct scamper_engine *engine, uint32_t tasks)
{
	uint32_t room = engine->heap_room ? engine->heap_room : 8;
	struct task **heap;

	while (room < tasks + 1)
		room *= 2;
	if (room == engine->heap_room)
		return true;
	heap = realloc(engine->heap, room * sizeof(*heap));
	if (!heap)
		return false;
	engine->heap = heap;
	engine->heap_room = room;
	return true;
}

static void place(struct scamper_engine *engine, struct task *task, uint32_t i)
{
	engine->heap[i] = task;
	task->heap_index = i;
}

static void sift_up(struct scamper_engine *engine, struct task *task,
		    uint32_t i)
{
	while (i > 1 && engine->heap[i / 2]->deadline > task->deadline) {
		place(engine, engine->heap[i / 2], i);
		i /= 2;
	}
	place(engine, task, i);
}

static void sift_down(struct scamper_engine *engine, struct task *task,
		      uint32_t i)
{
	for (;;) {
		uint32_t child = 2 * i;

		if (child > engine->heap_used)
			break;
		if (child < engine->heap_used &&
		    engine->heap[child + 1]->deadline <
			    engine->heap[child]->deadline)
			child++;
		if (engine->heap[child]->deadline >= task->deadline)
			break;
		place(engine, engine->heap[child], i);
		i = child;
	}
	place(engine, task, i);
}

void timer_clear(struct scamper_engine *engine, struct task *task)
{
	uint32_t i = task->heap_index;
	struct task *last;

	if (i == 0)
		return;
	task->heap_index = 0;
	last = engine->heap[engine->heap_used--];
	if (last == task)
		return;
	if (i > 1 && engine->heap[i / 2]->deadline > last->deadline)
		sift_up(engine, last, i);
	else
		sift_down(engine, last, i);
}

void timer_set(struct scamper_engine *engine, struct task *task,
	       uint64_t deadline)
{
	timer_clear(engine, task);
	task->deadline = deadline;
	sift_up(engine, task, ++engine->heap_used);
}

struct task *timer_first(const struct scamper_engine *engine)
{
	return engine->heap_used ? engine->heap[1] : NULL;
}
