/* SPDX-License-Identifier: BSD-3-Clause */
/* Warts as a stream of records: lists, cycles, results (scamper.md 6). */
#include <errno.h>
#include <string.h>

#include "result.h"
#include "writer.h"

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_list(const struct scamper_list *a,
		      const struct scamper_list *b)
{
	return a == b ||
	       (a && b && a->id == b->id && same_text(a->name, b->name) &&
		same_text(a->descr, b->descr) &&
		same_text(a->monitor, b->monitor));
}

static bool same_cycle(const struct scamper_cycle *a,
		       const struct scamper_cycle *b)
{
	return a == b || (a->id == b->id && a->start_sec == b->start_sec &&
			  same_list(a->list, b->list) &&
			  same_text(a->hostname, b->hostname));
}

int warts_send(struct scamper_writer *w)
{
	int rc = out_end(&w->out);

	if (rc)
		return rc;
	return w->sink.write(w->sink.user, w->out.body.data, w->out.body.len);
}

/* The number of a list in the file, which is written if it is not there yet;
 * 0 for none. */
static int list_number(struct scamper_writer *w, struct scamper_list *list,
		       uint32_t *number)
{
	struct warts_out *out = &w->out;
	void *lists = w->lists;

	*number = 0;
	if (!list)
		return 0;
	while (*number < w->lists_used)
		if (same_list(w->lists[(*number)++], list))
			return 0;
	if (scamper_array_grow(&lists, w->lists_used, sizeof(list)))
		return -ENOMEM;
	w->lists = lists;
	w->lists[w->lists_used] = scamper_list_ref(list);
	*number = ++w->lists_used;
	out_begin(out, SCAMPER_OBJECT_LIST);
	buffer_put32(&out->body, *number);
	buffer_put32(&out->body, list->id);
	buffer_put_text(&out->body, list->name);
	block_begin(out, warts_list_fields, list, NULL);
	block_end(out);
	return warts_send(w);
}

/* The same of a cycle, in a record of `type`. */
static int cycle_number(struct scamper_writer *w, struct scamper_cycle *cycle,
			uint16_t type, uint32_t *number)
{
	struct warts_out *out = &w->out;
	void *cycles = w->cycles;
	uint32_t list;
	int rc;

	*number = 0;
	if (!cycle)
		return 0;
	while (*number < w->cycles_used)
		if (same_cycle(w->cycles[(*number)++], cycle))
			return 0;
	rc = list_number(w, cycle->list, &list);
	if (rc == 0)
		rc = scamper_array_grow(&cycles, w->cycles_used, sizeof(cycle));
	if (rc)
		return rc;
	w->cycles = cycles;
	w->cycles[w->cycles_used] = scamper_cycle_ref(cycle);
	*number = ++w->cycles_used;
	out_begin(out, type);
	buffer_put32(&out->body, *number);
	buffer_put32(&out->body, list);
	buffer_put32(&out->body, cycle->id);
	buffer_put32(&out->body, cycle->start_sec);
	block_begin(out, warts_cycle_fields, cycle, NULL);
	if (type != SCAMPER_OBJECT_CYCLE_DEF)
		block_leave_out(out, 1);
	block_end(out);
	return warts_send(w);
}

static int write_list(struct scamper_writer *w, struct scamper_list *list)
{
	uint32_t number;

	return list_number(w, list, &number);
}

static int write_cycle_start(struct scamper_writer *w,
			     struct scamper_cycle *cycle)
{
	uint32_t number;

	return cycle_number(w, cycle, SCAMPER_OBJECT_CYCLE_START, &number);
}

static int write_cycle_def(struct scamper_writer *w,
			   struct scamper_cycle *cycle)
{
	uint32_t number;

	return cycle_number(w, cycle, SCAMPER_OBJECT_CYCLE_DEF, &number);
}

static int write_cycle_stop(struct scamper_writer *w,
			    struct scamper_cycle *cycle)
{
	struct warts_out *out = &w->out;
	uint32_t number;
	int rc = cycle_number(w, cycle, SCAMPER_OBJECT_CYCLE_DEF, &number);

	if (rc)
		return rc;
	out_begin(out, SCAMPER_OBJECT_CYCLE_STOP);
	buffer_put32(&out->body, number);
	buffer_put32(&out->body, cycle->stop_sec);
	block_begin(out, NULL, NULL, NULL);
	block_end(out);
	return warts_send(w);
}

int warts_place(struct scamper_writer *w, struct scamper_list *list,
		struct scamper_cycle *cycle, uint32_t *list_id,
		uint32_t *cycle_id)
{
	int rc = list_number(w, list, list_id);

	return rc ? rc
		  : cycle_number(w, cycle, SCAMPER_OBJECT_CYCLE_DEF, cycle_id);
}

static int write_trace(struct scamper_writer *w,
		       const struct scamper_trace *trace)
{
	uint32_t list, cycle;
	int rc = warts_place(w, trace->list, trace->cycle, &list, &cycle);

	if (rc)
		return rc;
	out_trace(&w->out, trace, list, cycle);
	return warts_send(w);
}

static int write_ping(struct scamper_writer *w, const struct scamper_ping *ping)
{
	uint32_t list, cycle;
	int rc = warts_place(w, ping->list, ping->cycle, &list, &cycle);

	if (rc)
		return rc;
	out_ping(&w->out, ping, list, cycle);
	return warts_send(w);
}

const struct format_ops warts_format = {
	.list = write_list,
	.cycle_start = write_cycle_start,
	.cycle_def = write_cycle_def,
	.cycle_stop = write_cycle_stop,
	.trace = write_trace,
	.ping = write_ping,
};
