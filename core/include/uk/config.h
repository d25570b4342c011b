/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef __UK_CONFIG_H__
#define __UK_CONFIG_H__
/* CONFIG_ symbols of this build; make derives the header from .config */
#include <uk/bits/config.h>
#endif
