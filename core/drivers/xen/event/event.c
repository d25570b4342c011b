/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Event channels, two-level (xen.h, struct shared_info): a selector bit for
 * each word of pending bits. Xen interrupts us by a vector
 * (hvm/params.h, HVM_PARAM_CALLBACK_TYPE_VECTOR); no local APIC takes part.
 */
#include <stdbool.h>
#include <uk/arch/cpu.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/time.h>
#include <uk/xen/event.h>
#include <uk/xen/hypercall.h>
#include <uk/xen/shared.h>

#define EVENT_BIND_VIRQ     1
#define EVENT_CLOSE         3
#define EVENT_SEND          4
#define EVENT_ALLOC_UNBOUND 6
#define EVENT_UNMASK        9

#define HVMOP_SET_PARAM 0
#define CALLBACK_VECTOR (2ull << 56)
#define EVENT_VECTOR    UK_VECTOR_FIRST

/* Xen gives the lowest free port; a guest of ours has about a dozen. */
#define MAX_PORTS 128
#define WORD_BITS 64

static struct {
	uk_irq_handler fn;
	void *arg;
} handlers[MAX_PORTS];

static bool initialised;

static uint64_t bit_of(uint32_t port)
{
	return 1ull << port % WORD_BITS;
}

/* Atomic, as Xen sets other bits of the same word meanwhile. */
static void clear_bits(volatile uint64_t *word, uint64_t bits)
{
	__atomic_and_fetch(word, ~bits, __ATOMIC_SEQ_CST);
}

static void run_word(unsigned w)
{
	volatile struct uk_xen_shared *s = uk_xen_shared;
	uint64_t pending = s->event_pending[w] & ~s->event_mask[w];

	while (pending) {
		unsigned bit = (unsigned)__builtin_ctzll(pending);
		unsigned port = w * WORD_BITS + bit;

		pending &= pending - 1;
		/* First the bit, then the work: a new event is not lost */
		clear_bits(&s->event_pending[w], 1ull << bit);
		if (port < MAX_PORTS && handlers[port].fn)
			handlers[port].fn(handlers[port].arg);
	}
}

/* xen.h: upcall_pending is cleared "/before/ checking for pending work". */
void uk_irq_dispatch(unsigned long vector)
{
	volatile struct uk_xen_vcpu *v = &uk_xen_shared->vcpu[0];

	if (vector != EVENT_VECTOR)
		return;
	while (v->upcall_pending) {
		uint64_t words;

		v->upcall_pending = 0;
		words = __atomic_exchange_n(&v->pending_sel, 0,
					    __ATOMIC_SEQ_CST);
		while (words) {
			run_word((unsigned)__builtin_ctzll(words));
			words &= words - 1;
		}
	}
}

int uk_xen_event_init(void)
{
	/* struct xen_hvm_param */
	struct {
		uint16_t domain, pad;
		uint32_t index;
		uint64_t value;
	} p = {UK_XEN_SELF, 0, UK_XEN_PARAM_CALLBACK_IRQ,
	       CALLBACK_VECTOR | EVENT_VECTOR};

	for (unsigned w = 0; w < UK_XEN_EVENT_WORDS; w++)
		uk_xen_shared->event_mask[w] = UINT64_MAX;
	initialised = true;
	return (int)uk_xen_hypercall(UK_XEN_HVM_OP, HVMOP_SET_PARAM,
				     (uint64_t)&p, 0);
}

/* Xen looks for events that came while the port was masked. */
static void unmask(uint32_t port)
{
	uk_xen_hypercall(UK_XEN_EVENT_OP, EVENT_UNMASK, (uint64_t)&port, 0);
}

int uk_xen_event_attach(uint32_t port, uk_irq_handler fn, void *arg)
{
	unsigned long irq;

	if (port >= MAX_PORTS)
		return -ENOSPC;
	irq = uk_irq_save();
	handlers[port].fn = fn;
	handlers[port].arg = arg;
	unmask(port);
	uk_irq_restore(irq);
	return 0;
}

static int attach_new(long r, uint32_t port, uk_irq_handler fn, void *arg)
{
	if (r < 0)
		return (int)r;
	if (uk_xen_event_attach(port, fn, arg) < 0) {
		uk_xen_event_close(port);
		return -ENOSPC;
	}
	return (int)port;
}

int uk_xen_event_listen(uint16_t domain, uk_irq_handler fn, void *arg)
{
	/* struct evtchn_alloc_unbound */
	struct {
		uint16_t self, remote;
		uint32_t port;
	} p = {UK_XEN_SELF, domain, 0};
	long r = uk_xen_hypercall(UK_XEN_EVENT_OP, EVENT_ALLOC_UNBOUND,
				  (uint64_t)&p, 0);

	return attach_new(r, p.port, fn, arg);
}

int uk_xen_event_virq(uint32_t virq, uk_irq_handler fn, void *arg)
{
	/* struct evtchn_bind_virq */
	struct {
		uint32_t virq, vcpu, port;
	} p = {virq, 0, 0};
	long r = uk_xen_hypercall(UK_XEN_EVENT_OP, EVENT_BIND_VIRQ,
				  (uint64_t)&p, 0);

	return attach_new(r, p.port, fn, arg);
}

void uk_xen_event_send(uint32_t port)
{
	uk_xen_hypercall(UK_XEN_EVENT_OP, EVENT_SEND, (uint64_t)&port, 0);
}

void uk_xen_event_close(uint32_t port)
{
	volatile struct uk_xen_shared *s = uk_xen_shared;

	__atomic_or_fetch(&s->event_mask[port / WORD_BITS], bit_of(port),
			  __ATOMIC_SEQ_CST);
	if (port < MAX_PORTS)
		handlers[port].fn = NULL;
	uk_xen_hypercall(UK_XEN_EVENT_OP, EVENT_CLOSE, (uint64_t)&port, 0);
	clear_bits(&s->event_pending[port / WORD_BITS], bit_of(port));
}

void uk_xen_event_clear(uint32_t port)
{
	if (initialised)
		clear_bits(&uk_xen_shared->event_pending[port / WORD_BITS],
			   bit_of(port));
}

void uk_xen_event_poll(uint32_t port, uint64_t deadline)
{
	/* struct sched_poll; the time limit is system time */
	struct {
		uint32_t *ports;
		uint32_t count;
		uint64_t system_time;
	} p = {&port, 1, 0};
	uint64_t now = uk_time_mono_ns();

	if (deadline <= now)
		return;
	p.system_time = uk_pvclock_read(&uk_xen_shared->vcpu[0].time) +
			(deadline - now);
	uk_xen_hypercall(UK_XEN_SCHED_OP, UK_XEN_SCHED_POLL, (uint64_t)&p, 0);
}
