/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Interrupts. Handlers run with interrupts off, on their own stack, without
 * floating point. They may read device registers, take time stamps and wake
 * wait queues and semaphores; nothing else.
 */
#ifndef UK_IRQ_H
#define UK_IRQ_H

#include <stdbool.h>
#include <stdint.h>

#define UK_IRQ_FLAG_ENABLED 0x200ul /* RFLAGS.IF */

/* Turns interrupts off, returns what uk_irq_restore() needs. */
static inline unsigned long uk_irq_save(void)
{
	unsigned long flags;

	__asm__ volatile("pushfq; popq %0; cli" : "=r"(flags)::"memory");
	return flags;
}

static inline void uk_irq_restore(unsigned long flags)
{
	if (flags & UK_IRQ_FLAG_ENABLED)
		__asm__ volatile("sti" ::: "memory");
	else
		__asm__ volatile("" ::: "memory");
}

typedef void (*uk_irq_handler)(void *arg);

/*
 * Takes a free interrupt vector for a message (MSI, MSI-X) and binds it to
 * @fn(@arg). Returns the vector, or -ENOSPC.
 */
int uk_irq_vector_alloc(uk_irq_handler fn, void *arg);

/* The address and data words of a message that raises @vector on this CPU. */
void uk_irq_msi_message(int vector, uint64_t *address, uint32_t *data);

/*
 * Binds @fn(@arg) to the global system interrupt @gsi of the I/O APICs and
 * unmasks it. A second handler for the same @gsi shares it when both ask for
 * the same trigger and polarity. ISA interrupts are given by their ISA number:
 * overrides of the ACPI MADT are applied. Returns 0, -EINVAL (no such GSI,
 * other trigger or polarity) or -ENOSPC.
 */
int uk_irq_gsi_attach(unsigned gsi, bool level_triggered, bool active_low,
		      uk_irq_handler fn, void *arg);

/* Number of GSIs the I/O APICs have (24 for each one); 0: none. */
unsigned uk_irq_gsi_count(void);

#endif
