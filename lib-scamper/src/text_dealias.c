/* SPDX-License-Identifier: BSD-3-Clause */
/* dealias as printed by sc_warts2text: a line for ally, nothing for the other
 * methods. */
#include <scamper/dealias.h>

#include "kind.h"

/* sc_warts2text has no word for "halted". */
static const char *result_text(uint8_t result)
{
	if (result == SCAMPER_DEALIAS_NOT_ALIASES)
		return "not aliases";
	return result == SCAMPER_DEALIAS_HALTED
		       ? "3"
		       : scamper_dealias_result_name(result);
}

int text_dealias(struct scamper_writer *w, const struct scamper_object *object)
{
	const struct scamper_dealias *d = object->dealias;
	char a[SCAMPER_ADDR_TEXT], b[SCAMPER_ADDR_TEXT];

	if (d->method != SCAMPER_DEALIAS_ALLY || d->defs_used < 2)
		return 0;
	buffer_printf(&w->line, "%s %s %s\n",
		      scamper_addr_text(&d->defs[0].dst, a),
		      scamper_addr_text(&d->defs[1].dst, b),
		      result_text(d->result));
	return writer_flush_line(w);
}
