/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Console ring (io/console.h): two byte rings in one page shared with the
 * console daemon. Without one (the image was started as dom0, or not on Xen)
 * output goes to port 0xe9, which Xen and QEMU both log.
 */
#include <stdbool.h>
#include <stdint.h>
#include <uk/essentials.h>
#include <uk/io.h>
#include <uk/print.h>
#include <uk/time.h>
#include <uk/xen/console.h>
#include <uk/xen/event.h>
#include <uk/xen/hypercall.h>
#include <uk/xen/shared.h>

#define IN_BYTES  1024u
#define OUT_BYTES 2048u
#define LOG_PORT  0xe9

/* A daemon that reads nothing for so long is taken as gone; output is then
 * lost instead of stopping the guest. */
#define PATIENCE_NS (2 * UK_NSEC_PER_SEC)

/* struct xencons_interface; indices run on and wrap at 2^32 */
struct ring {
	char in[IN_BYTES];
	char out[OUT_BYTES];
	uint32_t in_cons, in_prod;
	uint32_t out_cons, out_prod;
};

/* entry.S maps the first GiB by 2 MiB entries of this table; the last of
 * them serves as the window. */
extern char uk_boot_tables[];
#define BOOT_DIRECTORY 2 /* page of uk_boot_tables */
#define WINDOW         511
#define LARGE_SIZE     0x200000ull
#define LARGE_RW       0x83 /* present, writable, 2 MiB */

static volatile struct ring *ring;
static uint64_t frame;
static uint32_t port;
static bool stalled; /* nobody reads: do not wait again */
static size_t lost;  /* bytes since then */

void uk_xen_console_init(void)
{
	uint64_t *directory =
		(uint64_t *)(void *)(uk_boot_tables +
				     BOOT_DIRECTORY * UK_PAGE_SIZE);
	uint64_t addr;

	frame = uk_xen_param(UK_XEN_PARAM_CONSOLE_PFN);
	port = (uint32_t)uk_xen_param(UK_XEN_PARAM_CONSOLE_EVENT);
	if (!frame || !port)
		return;
	addr = frame << UK_PAGE_SHIFT;
	directory[WINDOW] = UK_ALIGN_DOWN(addr, LARGE_SIZE) | LARGE_RW;
	__asm__ volatile("invlpg (%0)" ::"r"(WINDOW * LARGE_SIZE) : "memory");
	ring = (volatile void *)(WINDOW * LARGE_SIZE + addr % LARGE_SIZE);
}

void uk_xen_console_map(void)
{
	if (!ring)
		return;
	ring = uk_xen_map_frame(frame);
}

static uint32_t free_room(void)
{
	uint32_t used = ring->out_prod - ring->out_cons;

	/* An index that makes no sense: nothing can be sent any more */
	return used > OUT_BYTES ? 0 : OUT_BYTES - used;
}

/* Waits until @room bytes are free; false: nobody reads, or it is too early
 * for waiting. */
static bool wait_for(uint32_t room)
{
	uint32_t before = free_room();
	uint64_t deadline;

	if (before >= room)
		return true;
	if (!uk_xen_shared)
		return false;
	uk_xen_event_send(port);
	deadline = uk_time_mono_ns() + PATIENCE_NS;
	while (uk_time_mono_ns() < deadline) {
		uint32_t now;

		/* What comes between the look and the poll ends the poll */
		uk_xen_event_clear(port);
		now = free_room();
		if (now >= room)
			return true;
		if (now != before)
			deadline = uk_time_mono_ns() + PATIENCE_NS;
		before = now;
		uk_xen_event_poll(port, deadline);
	}
	return false;
}

/* Puts what fits; returns how much. */
static size_t put(const char *buf, size_t len)
{
	uint32_t n = (uint32_t)UK_MIN(len, (size_t)free_room());
	uint32_t prod = ring->out_prod;

	for (uint32_t i = 0; i < n; i++)
		ring->out[prod++ % OUT_BYTES] = buf[i];
	uk_io_wmb();
	ring->out_prod = prod;
	return n;
}

static void write_all(const char *buf, size_t len)
{
	for (;;) {
		size_t n = put(buf, len);

		buf += n;
		len -= n;
		if (!len)
			break;
		if (stalled || !wait_for(1)) {
			stalled = true;
			lost += len;
			break;
		}
	}
	uk_xen_event_send(port);
}

/* The reader is back: say what it missed, once there is room for it. */
static void resume(void)
{
	char text[96];
	int n = uk_snprintf(text, sizeof(text),
			    "\nUK8503: nobody read the console, %lu bytes are "
			    "lost. Keep xenconsoled running.\n",
			    (unsigned long)lost);

	if (free_room() < (uint32_t)n)
		return;
	stalled = false;
	lost = 0;
	write_all(text, (size_t)n);
}

void uk_console_write(const char *buf, size_t len)
{
	if (!ring) {
		while (len--)
			uk_outb(LOG_PORT, (uint8_t)*buf++);
		return;
	}
	if (stalled)
		resume();
	write_all(buf, len);
}

size_t uk_console_read(char *buf, size_t len)
{
	uint32_t cons, n;

	if (!ring)
		return 0;
	cons = ring->in_cons;
	n = ring->in_prod - cons;
	if (!n || n > IN_BYTES)
		return 0;
	n = (uint32_t)UK_MIN(len, (size_t)n);
	uk_io_rmb();
	for (uint32_t i = 0; i < n; i++)
		buf[i] = ring->in[cons++ % IN_BYTES];
	uk_io_mb();
	ring->in_cons = cons;
	uk_xen_event_send(port);
	return n;
}

void uk_xen_console_flush(void)
{
	if (ring && !stalled)
		wait_for(OUT_BYTES);
}
