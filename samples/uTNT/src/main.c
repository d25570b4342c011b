/* SPDX-License-Identifier: BSD-3-Clause */
#include "error.h"
#include "session.h"

int main(int argc, char **argv)
{
	struct tnt_options options;

	if (!tnt_options_read(&options, argc, argv))
		return TNT_EXIT_USAGE;
	if (options.help) {
		tnt_options_help();
		return TNT_EXIT_OK;
	}
	return options.dump ? tnt_dump_files(&options)
			    : tnt_session_run(&options);
}
