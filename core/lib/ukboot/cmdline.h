/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef UKBOOT_CMDLINE_H
#define UKBOOT_CMDLINE_H

/*
 * Splits @text into words in place and applies all kernel parameters. Sets
 * @argc and @argv (argv[0] = name of the image, argv[argc] = NULL) to the
 * words after `--`. Returns 0, or a negative errno after an error message.
 */
int uk_cmdline_parse(char *text, int *argc, char ***argv);

#endif
