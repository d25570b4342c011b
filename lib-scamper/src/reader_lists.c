/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists and cycles of a warts file, and who refers to them (scamper.md
 * section 6). */
#include "reader.h"

#include <stdlib.h>

#include "result.h"

static struct scamper_list *in_list(struct scamper_reader *reader,
				    struct warts_in *in, uint32_t id)
{
	if (id == 0)
		return NULL;
	for (uint32_t i = reader->lists_used; i > 0; i--)
		if (reader->lists[i - 1].id == id)
			return scamper_list_ref(reader->lists[i - 1].list);
	in_fail(in, FAULT_REFERENCE);
	return NULL;
}

static struct scamper_cycle *in_cycle(struct scamper_reader *reader,
				      struct warts_in *in, uint32_t id)
{
	if (id == 0)
		return NULL;
	for (uint32_t i = reader->cycles_used; i > 0; i--)
		if (reader->cycles[i - 1].id == id)
			return scamper_cycle_ref(reader->cycles[i - 1].cycle);
	in_fail(in, FAULT_REFERENCE);
	return NULL;
}

void in_place(struct scamper_reader *reader, struct warts_in *in,
	      unsigned int number, struct scamper_list **list,
	      struct scamper_cycle **cycle)
{
	uint32_t id = in32(in);

	if (number == 1)
		*list = in_list(reader, in, id);
	else
		*cycle = in_cycle(reader, in, id);
}

static bool take_list(struct warts_in *in, unsigned int number, void *object)
{
	return in_field(in, number, warts_list_fields, object);
}

static void keep_list(struct scamper_reader *reader, struct warts_in *in,
		      uint32_t id, struct scamper_list *list)
{
	void *lists = reader->lists;

	if (scamper_array_grow(&lists, reader->lists_used,
			       sizeof(*reader->lists))) {
		in_fail(in, FAULT_MEMORY);
		return;
	}
	reader->lists = lists;
	reader->lists[reader->lists_used++] = (struct numbered_list){
		.id = id, .list = scamper_list_ref(list)};
}

struct scamper_list *read_list(struct scamper_reader *reader,
			       struct warts_in *in)
{
	struct scamper_extra *extra = NULL;
	uint32_t id = in32(in), human = in32(in);
	char *name = in_text(in);
	struct scamper_list *list = scamper_list_new(human, name, NULL, NULL);

	free(name);
	if (!list) {
		in_fail(in, FAULT_MEMORY);
		return NULL;
	}
	in_block(in, take_list, list, &extra);
	scamper_extra_free(extra);
	if (in->fault == FAULT_NONE)
		keep_list(reader, in, id, list);
	return list;
}

static bool take_cycle(struct warts_in *in, unsigned int number, void *object)
{
	return in_field(in, number, warts_cycle_fields, object);
}

static void keep_cycle(struct scamper_reader *reader, struct warts_in *in,
		       uint32_t id, struct scamper_cycle *cycle)
{
	void *cycles = reader->cycles;

	if (scamper_array_grow(&cycles, reader->cycles_used,
			       sizeof(*reader->cycles))) {
		in_fail(in, FAULT_MEMORY);
		return;
	}
	reader->cycles = cycles;
	reader->cycles[reader->cycles_used++] = (struct numbered_cycle){
		.id = id, .cycle = scamper_cycle_ref(cycle)};
}

struct scamper_cycle *read_cycle(struct scamper_reader *reader,
				 struct warts_in *in)
{
	struct scamper_extra *extra = NULL;
	uint32_t id = in32(in);
	struct scamper_list *list = in_list(reader, in, in32(in));
	uint32_t human = in32(in), start = in32(in);
	struct scamper_cycle *cycle =
		scamper_cycle_new(list, human, start, NULL);

	scamper_list_unref(list);
	if (!cycle) {
		in_fail(in, FAULT_MEMORY);
		return NULL;
	}
	in_block(in, take_cycle, cycle, &extra);
	scamper_extra_free(extra);
	if (!cycle->list)
		in_fail(in, FAULT_REFERENCE);
	if (in->fault == FAULT_NONE)
		keep_cycle(reader, in, id, cycle);
	return cycle;
}

struct scamper_cycle *read_cycle_stop(struct scamper_reader *reader,
				      struct warts_in *in)
{
	struct scamper_cycle *cycle = in_cycle(reader, in, in32(in));
	uint32_t stop = in32(in);

	if (!cycle)
		in_fail(in, FAULT_REFERENCE);
	else if (in->fault == FAULT_NONE)
		cycle->stop_sec = stop;
	return cycle;
}

void reader_forget(struct scamper_reader *reader)
{
	for (uint32_t i = 0; i < reader->lists_used; i++)
		scamper_list_unref(reader->lists[i].list);
	for (uint32_t i = 0; i < reader->cycles_used; i++)
		scamper_cycle_unref(reader->cycles[i].cycle);
	free(reader->lists);
	free(reader->cycles);
}
