/* SPDX-License-Identifier: BSD-3-Clause */
/* On a host there are no interrupts to turn off. */
#ifndef UK_IRQ_H
#define UK_IRQ_H

static inline unsigned long uk_irq_save(void)
{
	return 0;
}

static inline void uk_irq_restore(unsigned long flags)
{
	(void)flags;
}

#endif
