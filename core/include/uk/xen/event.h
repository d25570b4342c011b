/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Event channels (event_channel.h): one bit that another domain or Xen sets.
 * Handlers run as those of uk/irq.h: interrupts off, and they only read
 * shared memory, take time stamps and wake.
 */
#ifndef UK_XEN_EVENT_H
#define UK_XEN_EVENT_H

#include <stdint.h>
#include <uk/irq.h>

#define UK_XEN_VIRQ_TIMER 0u

/* Makes a port that @domain may connect to. Port, or a negative errno. */
int uk_xen_event_listen(uint16_t domain, uk_irq_handler fn, void *arg);

/* Binds a virtual interrupt of Xen. Port, or a negative errno. */
int uk_xen_event_virq(uint32_t virq, uk_irq_handler fn, void *arg);

/* Handles a port that the domain's builder made. 0, or -ENOSPC. */
int uk_xen_event_attach(uint32_t port, uk_irq_handler fn, void *arg);

/* Tells the other side. Callable from everywhere. */
void uk_xen_event_send(uint32_t port);

/* Frees a port of uk_xen_event_listen() or uk_xen_event_virq(). */
void uk_xen_event_close(uint32_t port);

/*
 * For code that cannot sleep (interrupts off, end of the guest): stops the
 * CPU until @port was signalled after the last uk_xen_event_clear(), or until
 * @deadline_mono_ns; may return earlier.
 */
void uk_xen_event_clear(uint32_t port);
void uk_xen_event_poll(uint32_t port, uint64_t deadline_mono_ns);

/* Called once by the platform, before interrupts are turned on: 0 or errno */
int uk_xen_event_init(void);

#endif
