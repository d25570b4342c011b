/* SPDX-License-Identifier: BSD-3-Clause */
/* The dump mode: -d 1 [-v] FILE.. */
#include <errno.h>
#include <string.h>

#include "dump.h"
#include "error.h"
#include "session.h"

static long read_some(void *user, void *data, size_t len)
{
	size_t n = fread(data, 1, len, user);

	return n || !ferror((FILE *)user) ? (long)n : -EIO;
}

static void print_text(FILE *file, struct tnt_text *text)
{
	fwrite(text->at, 1, text->used, file);
	text->used = 0;
}

static void print(const struct tnt_options *options, FILE *json,
		  struct scamper_object *object, const char *name)
{
	struct tnt_text text = {0};
	struct tnt_path path;

	if (!tnt_record_read(&path, object->trace))
		tnt_errorf(6017, "The plain trace is shown",
			   "'%s' holds an annotation that cannot be read",
			   name);
	object->trace = NULL; /* the path has it now */
	if (!options->quiet) {
		tnt_dump_text(
			&text, &path, &options->rules,
			(options->verbose ? TNT_DUMP_VERBOSE : 0u) |
				(options->explain ? TNT_DUMP_EXPLAIN : 0u));
		print_text(stdout, &text);
	}
	if (json) {
		tnt_dump_json(&text, &path, &options->rules);
		print_text(json, &text);
	}
	tnt_text_free(&text);
	tnt_path_free(&path);
}

static int print_records(const struct tnt_options *options, FILE *json,
			 FILE *file, const char *name)
{
	struct scamper_stream stream = {read_some, file};
	struct scamper_reader *reader =
		scamper_reader_new(stream, SCAMPER_LAYOUT_AUTO);
	struct scamper_object object;
	struct scamper_error error;
	int rc;

	if (!reader)
		return TNT_EXIT_ENGINE;
	while ((rc = scamper_reader_next(reader, &object, &error)) > 0) {
		if (object.trace)
			print(options, json, &object, name);
		scamper_object_clear(&object);
	}
	if (rc < 0)
		tnt_errorf(6018, "What stands before it is shown",
			   "'%s' is damaged: %s", name, error.text);
	scamper_reader_free(reader);
	return rc < 0 ? TNT_EXIT_FILE : TNT_EXIT_OK;
}

static int print_file(const struct tnt_options *options, FILE *json,
		      const char *name)
{
	FILE *file = strcmp(name, "-") ? fopen(name, "rb") : stdin;
	int status;

	if (!file) {
		tnt_errorf(6013, "Check the name and the permissions",
			   "cannot open '%s': %s", name, strerror(errno));
		return TNT_EXIT_FILE;
	}
	status = print_records(options, json, file, name);
	if (file != stdin)
		fclose(file);
	return status;
}

int tnt_dump_files(const struct tnt_options *options)
{
	FILE *json = options->json ? fopen(options->json, "w") : NULL;
	int status = TNT_EXIT_OK;

	if (options->json && !json) {
		tnt_errorf(6013, "Check the name and the permissions",
			   "cannot open '%s': %s", options->json,
			   strerror(errno));
		return TNT_EXIT_FILE;
	}
	for (int i = 0; i < options->file_count; i++) {
		int one = print_file(options, json, options->files[i]);

		if (one != TNT_EXIT_OK)
			status = one;
	}
	if (json && fclose(json)) {
		tnt_errorf(6014, "Make room there, or choose another place",
			   "cannot write '%s': %s", options->json,
			   strerror(errno));
		status = TNT_EXIT_FILE;
	}
	return status;
}
