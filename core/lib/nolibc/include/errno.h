/* SPDX-License-Identifier: BSD-3-Clause */
/* Error numbers only: without a libc there is no errno variable. */
#ifndef _ERRNO_H
#define _ERRNO_H

#include <uk/errno.h>

#endif
