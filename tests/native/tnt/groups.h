/* SPDX-License-Identifier: BSD-3-Clause */
/* The groups of tests, for main.c; read more than once. */
GROUP(formula)
GROUP(pass1)
GROUP(pass2)
GROUP(pass3)
GROUP(reveal)
GROUP(splice)
GROUP(driver)
GROUP(tunnels)
GROUP(limits)
GROUP(record)
GROUP(options)
GROUP(control)
