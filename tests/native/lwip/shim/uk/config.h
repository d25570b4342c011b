/* SPDX-License-Identifier: BSD-3-Clause */
/* The host build has no configuration: all options at their defaults. */
