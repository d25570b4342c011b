/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Interrupts: a message (MSI), sent by the guest itself, and the UART's line
 * through the I/O APIC.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <uk/io.h>
#include <uk/irq.h>
#include <uk/page.h>
#include <uk/sched.h>
#include <uk/time.h>
#include <uk/waitq.h>

#include "check.h"

#define COM1_GSI        4
#define COM1_IER        0x3f9
#define COM1_IIR        0x3fa
#define IER_TRANSMITTER 0x02
#define VECTORS_TO_TAKE 80

static struct uk_waitq queue;
static volatile unsigned count;
static uint64_t stamp;

static void handler(void *arg)
{
	CHECK(arg == &queue);
	stamp = uk_time_mono_ns();
	count++;
	uk_waitq_wake_one(&queue);
}

static bool has_fired(void *arg)
{
	return count >= *(unsigned *)arg;
}

static bool wait_for(unsigned n)
{
	return uk_waitq_wait_until(&queue, uk_time_mono_ns() + UK_NSEC_PER_SEC,
				   has_fired, &n) == 0;
}

static void check_message(void)
{
	int vector = uk_irq_vector_alloc(handler, &queue);
	uint64_t address, before;
	uint32_t data;

	CHECK(vector > 0);
	uk_irq_msi_message(vector, &address, &data);
	for (unsigned i = 1; i <= 3; i++) {
		before = uk_time_mono_ns();
		uk_write32((volatile void *)address, data);
		CHECK(wait_for(i));
		CHECK(stamp >= before);
	}
	CHECK(count == 3);
}

static void uart_handler(void *arg)
{
	uk_inb(COM1_IIR); /* acknowledges */
	uk_outb(COM1_IER, 0);
	handler(arg);
}

static void check_line(void)
{
	printf("%u GSIs\n", uk_irq_gsi_count());
	CHECK(uk_irq_gsi_count() >= 24);
	CHECK(uk_irq_gsi_attach(100000, false, false, handler, &queue) ==
	      -EINVAL);
	count = 0;
	CHECK(uk_irq_gsi_attach(COM1_GSI, false, false, uart_handler, &queue) ==
	      0);
	CHECK(uk_irq_gsi_attach(COM1_GSI, true, false, uart_handler, &queue) ==
	      -EINVAL);
	uk_outb(COM1_IER, IER_TRANSMITTER);
	CHECK(wait_for(1));
}

static void check_saved_flags(void)
{
	unsigned long outer = uk_irq_save();
	unsigned long inner = uk_irq_save();

	CHECK(outer & UK_IRQ_FLAG_ENABLED);
	CHECK(!(inner & UK_IRQ_FLAG_ENABLED));
	uk_irq_restore(inner);
	CHECK(!(uk_irq_save() & UK_IRQ_FLAG_ENABLED));
	uk_irq_restore(outer);
	outer = uk_irq_save();
	CHECK(outer & UK_IRQ_FLAG_ENABLED);
	uk_irq_restore(outer);
}

static void check_exhaustion(void)
{
	int r = 0;

	for (int i = 0; i < 256 && r >= 0; i++)
		r = uk_irq_vector_alloc(handler, &queue);
	CHECK(r == -ENOSPC);
}

int main(void)
{
	check_saved_flags();
	check_message();
	check_line();
	check_exhaustion();
	return check_result("interrupts");
}
