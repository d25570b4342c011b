/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The numbers of system calls by the name that Linux' own headers have for
 * them. Programs that call syscall() include it where they find Linux.
 */
#include <sys/syscall.h>
