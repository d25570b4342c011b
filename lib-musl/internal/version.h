/* SPDX-License-Identifier: BSD-3-Clause */
/* What musl's configure would have written. */
#define VERSION "1.2.3"
