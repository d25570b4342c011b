/* SPDX-License-Identifier: BSD-3-Clause */
#include "record.h"

#include <errno.h>

static int write_2018(struct scamper_writer *writer,
		      const struct tnt_path *path, bool strict)
{
	struct scamper_trace *trace;
	int rc;

	if (path->hops.count > UINT8_MAX)
		return -E2BIG;
	trace = tnt_2018_build(path, strict ? path->probes_once
					    : path->probes_upstream);
	rc = trace ? scamper_write_trace(writer, trace) : -ENOMEM;
	scamper_trace_free(trace);
	return rc;
}

int tnt_record_write(struct scamper_writer *writer, struct tnt_path *path,
		     enum tnt_format format, bool strict)
{
	int rc;

	if (format == TNT_FORMAT_2018)
		return write_2018(writer, path, strict);
	rc = tnt_attr_add(path);
	return rc ? rc : scamper_write_trace(writer, path->trace);
}

static bool has_annotation(const struct scamper_trace *trace)
{
	for (const struct scamper_attr *a = trace->attrs; a; a = a->next)
		if (a->type == TNT_ATTR_TYPE)
			return true;
	return false;
}

bool tnt_record_read(struct tnt_path *path, struct scamper_trace *trace)
{
	tnt_path_init(path, trace);
	path->probes_upstream = path->probes_once = trace->probe_count;
	if (tnt_2018_is(trace)) {
		tnt_2018_read(path);
	} else if (has_annotation(trace) && !tnt_attr_read(path)) {
		tnt_hops_free(&path->hops);
		scamper_trace_free(path->revealed);
		tnt_evidence_free(&path->evidence);
		tnt_path_init(path, trace);
		return false;
	}
	return true;
}
