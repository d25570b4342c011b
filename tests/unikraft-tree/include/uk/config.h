/* SPDX-License-Identifier: BSD-3-Clause */
#include <uk/bits/config.h>
