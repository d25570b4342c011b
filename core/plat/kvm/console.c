/* SPDX-License-Identifier: BSD-3-Clause */
/* Console: 16550 UART at COM1, polled (PC16550D data sheet, section 8). */
#include <stdbool.h>
#include <uk/io.h>
#include <uk/print.h>

#include "internal.h"

#define COM1          0x3f8
#define REG_DATA      0
#define REG_IER       1
#define REG_FCR       2
#define REG_LCR       3
#define REG_MCR       4
#define REG_LSR       5
#define LSR_DATA      0x01
#define LSR_THR_EMPTY 0x20
#define LCR_8N1       0x03
#define FCR_ENABLE    0x01
#define MCR_DTR_RTS   0x03
#define FIFO_BYTES    16

static bool present;

void kvm_console_init(void)
{
	uk_outb(COM1 + REG_LCR, LCR_8N1);
	/* Without a UART the bus floats */
	present = uk_inb(COM1 + REG_LCR) == LCR_8N1;
	if (!present)
		return;
	uk_outb(COM1 + REG_IER, 0);
	uk_outb(COM1 + REG_FCR, FCR_ENABLE);
	uk_outb(COM1 + REG_MCR, MCR_DTR_RTS);
}

void uk_console_write(const char *buf, size_t len)
{
	if (!present)
		return;
	while (len) {
		/* Empty holding register: the whole FIFO is free */
		size_t n = UK_MIN(len, (size_t)FIFO_BYTES);

		while (!(uk_inb(COM1 + REG_LSR) & LSR_THR_EMPTY))
			__asm__ volatile("pause");
		len -= n;
		while (n--)
			uk_outb(COM1 + REG_DATA, (uint8_t)*buf++);
	}
}

size_t uk_console_read(char *buf, size_t len)
{
	size_t n = 0;

	if (!present)
		return 0;
	while (n < len && uk_inb(COM1 + REG_LSR) & LSR_DATA)
		buf[n++] = (char)uk_inb(COM1 + REG_DATA);
	return n;
}
