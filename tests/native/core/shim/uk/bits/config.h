/* SPDX-License-Identifier: BSD-3-Clause */
/* What make would derive from a .config. */
#define CONFIG_LIBPOSIX_FD_MAX 1024
#define CONFIG_LIBVIRTIO_NET   1
