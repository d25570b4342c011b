/* SPDX-License-Identifier: BSD-3-Clause */
/* What every test file includes. */
#ifndef TNT_TEST_TESTS_H
#define TNT_TEST_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it. */
#include <cmocka.h>

#endif
