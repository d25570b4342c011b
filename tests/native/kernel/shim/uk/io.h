/* SPDX-License-Identifier: BSD-3-Clause */
/* Port and register accesses go to functions of the test. */
#ifndef UK_IO_H
#define UK_IO_H

#include <stdint.h>

uint32_t shim_in(uint16_t port);
void shim_out(uint16_t port, uint32_t v);
uint32_t shim_read(const volatile void *a);
void shim_write(volatile void *a, uint32_t v);

#define uk_inb(port)     ((uint8_t)shim_in(port))
#define uk_inl(port)     shim_in(port)
#define uk_outb(port, v) shim_out(port, v)
#define uk_outw(port, v) shim_out(port, v)
#define uk_outl(port, v) shim_out(port, v)
#define uk_read32(a)     shim_read(a)
#define uk_write32(a, v) shim_write(a, v)
#define uk_write8(a, v)  shim_write(a, v)

#endif
