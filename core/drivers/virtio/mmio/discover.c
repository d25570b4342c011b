/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the MMIO devices are: told by virtio_mmio.device=SIZE@ADDR:IRQ words
 * of the command line (QEMU's microvm and Firecracker append them), else
 * found in the window of QEMU's microvm.
 */
#include <uk/errno.h>
#include <uk/init.h>
#include <uk/irq.h>
#include <uk/param.h>
#include <uk/pci.h>
#include <uk/plat.h>
#include <uk/print.h>
#include "mmio.h"

/* QEMU's docs, "microvm": slots of 512 bytes from 0xfeb00000; 8 of them, or
 * 24 if there is a second I/O APIC, whose inputs they then take. With only
 * one, the inputs depend on ACPI. */
#define WINDOW_BASE 0xfeb00000u
#define SLOT_BYTES  512u
#define SLOTS       8u
#define SLOTS_MANY  24u
#define GSI_LEAN    5u
#define GSI_ACPI    16u
#define GSI_SECOND  24u

#define TOLD_MAX 32u

static struct uk_mmio_place told[TOLD_MAX];
static unsigned told_count;

/* Parses a number up to the character end; returns what follows it. */
static const char *number(const char *s, char end, uint64_t *value)
{
	char word[24];
	unsigned n = 0;

	while (s[n] && s[n] != end) {
		if (n + 1 >= sizeof(word))
			return 0;
		word[n] = s[n];
		n++;
	}
	word[n] = 0;
	if (s[n] != end || uk_param_u64(word, value) < 0)
		return 0;
	return s + n + (end ? 1 : 0);
}

/* A size may carry K, as in 4K@0xd0000000:5. */
static const char *size(const char *s, uint64_t *value)
{
	const char *rest = number(s, '@', value);

	if (rest)
		return rest;
	rest = number(s, 'K', value);
	if (!rest || *rest != '@' || *value > UINT32_MAX)
		return 0;
	*value *= 1024;
	return rest + 1;
}

static int set_device(const char *text)
{
	struct uk_mmio_place *p = &told[told_count];
	uint64_t bytes, addr, gsi;
	const char *s = size(text, &bytes);

	if (told_count == TOLD_MAX)
		return -ENOSPC;
	s = s ? number(s, ':', &addr) : 0;
	s = s ? number(s, 0, &gsi) : 0;
	if (!s || bytes < UK_MMIO_MIN_BYTES || bytes > UINT32_MAX || addr % 4 ||
	    addr > UINT64_MAX - bytes || gsi > UINT16_MAX)
		return -EINVAL;
	*p = (struct uk_mmio_place){
		.addr = addr,
		.bytes = bytes,
		.gsi = (unsigned)gsi,
	};
	told_count++;
	return 0;
}
UK_PARAM(virtio_mmio_device, "virtio_mmio.device", "SIZE@ADDR:IRQ", set_device);

static void probe_told(void)
{
	for (unsigned i = 0; i < told_count; i++)
		if (uk_mmio_probe(&told[i]) < 0)
			uk_pr_warn("UK8203: no virtio device at 0x%lx, named "
				   "by virtio_mmio.device. Correct or remove "
				   "it.\n",
				   (unsigned long)told[i].addr);
}

/* From the last slot to the first: QEMU fills them in this order, so the
 * first device of its command line is the first found. */
static void probe_window(void)
{
	bool second = uk_irq_gsi_count() > GSI_SECOND;
	unsigned gsi = second                ? GSI_SECOND
		       : uk_plat_acpi_rsdp() ? GSI_ACPI
					     : GSI_LEAN;

	for (unsigned i = second ? SLOTS_MANY : SLOTS; i-- > 0;) {
		struct uk_mmio_place p = {
			.addr = WINDOW_BASE + i * SLOT_BYTES,
			.bytes = SLOT_BYTES,
			.gsi = gsi + i,
		};

		if (uk_mmio_probe(&p) == -ENXIO)
			break;
	}
}

static int virtio_mmio_init(void)
{
	if (told_count)
		probe_told();
	else if (!uk_pci_host_present()) /* else a BAR may be there */
		probe_window();
	return 0;
}
UK_INIT(UK_INIT_BUS, virtio_mmio_init);
