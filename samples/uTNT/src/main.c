/* SPDX-License-Identifier: BSD-3-Clause */
#include "error.h"
#include "session.h"

int main(int argc, char **argv)
{
	struct tnt_options options;
	int status = TNT_EXIT_USAGE;

	if (!tnt_options_read(&options, argc, argv))
		return TNT_EXIT_USAGE;
	if (options.help) {
		tnt_options_help();
		return TNT_EXIT_OK;
	}
	if (options.dump)
		return tnt_dump_files(&options);
	if (tnt_tape_open(&options, argc, argv))
		status = tnt_session_run(&options);
	return tnt_tape_close(&options) ? status : TNT_EXIT_FILE;
}
