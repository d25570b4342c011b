/* SPDX-License-Identifier: BSD-3-Clause */
/* tracelb as printed by sc_warts2text: a line for each link. */
#include "kind.h"
#include "lb_view.h"

static void put_addr(struct buffer *line, const char *before,
		     const struct scamper_addr *addr)
{
	char text[SCAMPER_ADDR_TEXT];

	buffer_printf(line, "%s%s", before, scamper_addr_text(addr, text));
}

/* " -> (A, B, *)", or " -> *" when nobody answered. */
static void put_set(struct buffer *line, const struct scamper_lb_set *set)
{
	struct scamper_addr addr = {.type = SCAMPER_ADDR_NONE}, next;
	const char *before = " -> (";
	bool any = false;

	for (; lb_next_addr(set, &addr, &next); any = true) {
		addr = next;
		put_addr(line, before, &addr);
		before = ", ";
	}
	if (!any)
		buffer_printf(line, " -> *");
	else
		buffer_printf(line, lb_has_silence(set) ? ", *)" : ")");
}

static void put_link(struct buffer *line, const struct scamper_tracelb *t,
		     const struct scamper_lb_link *link, bool whole)
{
	uint32_t between = link->sets_used - !link->open;

	put_addr(line, "", &t->nodes[link->from]->addr);
	for (uint32_t i = 0; whole && i < between; i++)
		put_set(line, link->sets[i]);
	if (!link->open)
		put_addr(line, " -> ", &t->nodes[link->to]->addr);
	buffer_printf(line, "\n");
}

int text_tracelb(struct scamper_writer *w, const struct scamper_object *object)
{
	const struct scamper_tracelb *t = object->tracelb;
	struct buffer *line = &w->line;

	put_addr(line, "tracelb from ", &t->src);
	put_addr(line, " to ", &t->dst);
	buffer_printf(line, ", %lu nodes, %lu links, %lu probes, %u%%\n",
		      (unsigned long)t->nodes_used,
		      (unsigned long)t->links_used,
		      (unsigned long)t->probe_count, t->confidence);
	for (uint32_t n = 0; n < t->nodes_used; n++) {
		bool whole = scamper_tracelb_degree(t, n) == 1;

		for (uint32_t i = 0; i < t->links_used; i++)
			if (t->links[i]->from == n && t->links[i]->sets_used)
				put_link(line, t, t->links[i], whole);
	}
	return writer_flush_line(w);
}
