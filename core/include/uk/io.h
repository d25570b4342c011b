/* SPDX-License-Identifier: BSD-3-Clause */
/* Port and memory mapped device registers (x86: little endian, ordered). */
#ifndef UK_IO_H
#define UK_IO_H

#include <stdint.h>

static inline void uk_outb(uint16_t port, uint8_t v)
{
	__asm__ volatile("outb %0, %1" ::"a"(v), "Nd"(port) : "memory");
}

static inline void uk_outw(uint16_t port, uint16_t v)
{
	__asm__ volatile("outw %0, %1" ::"a"(v), "Nd"(port) : "memory");
}

static inline void uk_outl(uint16_t port, uint32_t v)
{
	__asm__ volatile("outl %0, %1" ::"a"(v), "Nd"(port) : "memory");
}

static inline uint8_t uk_inb(uint16_t port)
{
	uint8_t v;

	__asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port) : "memory");
	return v;
}

static inline uint16_t uk_inw(uint16_t port)
{
	uint16_t v;

	__asm__ volatile("inw %1, %0" : "=a"(v) : "Nd"(port) : "memory");
	return v;
}

static inline uint32_t uk_inl(uint16_t port)
{
	uint32_t v;

	__asm__ volatile("inl %1, %0" : "=a"(v) : "Nd"(port) : "memory");
	return v;
}

#define UK_IO_ACCESS_(bits)                                                    \
	static inline uint##bits##_t uk_read##bits(const volatile void *a)     \
	{                                                                      \
		return *(const volatile uint##bits##_t *)a;                    \
	}                                                                      \
	static inline void uk_write##bits(volatile void *a, uint##bits##_t v)  \
	{                                                                      \
		*(volatile uint##bits##_t *)a = v;                             \
	}

/* uk_read8 .. uk_read64, uk_write8 .. uk_write64: one access of that width */
UK_IO_ACCESS_(8)
UK_IO_ACCESS_(16)
UK_IO_ACCESS_(32)
UK_IO_ACCESS_(64)

/*
 * Barriers against devices that read and write RAM. x86 keeps the order of
 * stores and of loads; only a store followed by a load needs a fence.
 */
#define uk_io_wmb() __asm__ volatile("" ::: "memory")
#define uk_io_rmb() __asm__ volatile("" ::: "memory")
#define uk_io_mb()  __asm__ volatile("mfence" ::: "memory")

#endif
