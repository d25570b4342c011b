/* SPDX-License-Identifier: BSD-3-Clause */
/* The public header without instructions that only a kernel may use. */
#ifndef UK_IRQ_H
#define UK_IRQ_H

#include <stdbool.h>
#include <stdint.h>

typedef void (*uk_irq_handler)(void *arg);

static inline unsigned long uk_irq_save(void)
{
	return 0;
}

static inline void uk_irq_restore(unsigned long flags)
{
	(void)flags;
}

int uk_irq_vector_alloc(uk_irq_handler fn, void *arg);
int uk_irq_gsi_attach(unsigned gsi, bool level_triggered, bool active_low,
		      uk_irq_handler fn, void *arg);
unsigned uk_irq_gsi_count(void);

#endif
