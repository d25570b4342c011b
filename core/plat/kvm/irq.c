/* SPDX-License-Identifier: BSD-3-Clause */
/* Interrupt vectors: who handles which, and messages that raise them. */
#include <uk/arch/cpu.h>
#include <uk/errno.h>
#include <uk/irq.h>

#include "internal.h"

/* SDM volume 3, 11.11.1: fixed delivery, physical destination, edge */
#define MSI_ADDRESS           0xfee00000ull
#define MSI_DESTINATION_SHIFT 12

static struct {
	uk_irq_handler fn;
	void *arg;
} handlers[UK_VECTOR_COUNT];

static unsigned next_vector = UK_VECTOR_DYNAMIC;

void uk_irq_dispatch(unsigned long vector)
{
	/* A spurious interrupt is not acknowledged (SDM volume 3, 11.9) */
	if (vector == UK_VECTOR_SPURIOUS)
		return;
	if (handlers[vector].fn)
		handlers[vector].fn(handlers[vector].arg);
	kvm_lapic_eoi();
}

void kvm_irq_set_handler(unsigned vector, uk_irq_handler fn, void *arg)
{
	unsigned long irq = uk_irq_save();

	handlers[vector].fn = fn;
	handlers[vector].arg = arg;
	uk_irq_restore(irq);
}

int uk_irq_vector_alloc(uk_irq_handler fn, void *arg)
{
	if (next_vector == UK_VECTOR_SPURIOUS)
		return -ENOSPC;
	kvm_irq_set_handler(next_vector, fn, arg);
	return (int)next_vector++;
}

void uk_irq_msi_message(int vector, uint64_t *address, uint32_t *data)
{
	*address = MSI_ADDRESS | (uint64_t)(kvm_lapic_id() & 0xff)
					 << MSI_DESTINATION_SHIFT;
	*data = (uint32_t)vector;
}
