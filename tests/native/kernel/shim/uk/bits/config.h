/* SPDX-License-Identifier: BSD-3-Clause */
/* The configuration of the host tests. */
#define CONFIG_UK_NAME "kernel-test"
