/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading the paravirtual clock, see uk/plat/pvclock.h. */
#include <uk/arch/cpu.h>
#include <uk/essentials.h>
#include <uk/plat/pvclock.h>

uint64_t uk_pvclock_read(const volatile struct uk_pvclock *clock)
{
	uint64_t ns, delta;
	uint32_t version;

	do {
		version = clock->version;
		uk_barrier();
		delta = uk_rdtsc() - clock->tsc_timestamp;
		if (clock->tsc_shift < 0)
			delta >>= -clock->tsc_shift;
		else
			delta <<= clock->tsc_shift;
		ns = clock->system_time +
		     (uint64_t)((unsigned __int128)delta *
					clock->tsc_to_system_mul >>
				32);
		uk_barrier();
	} while (version & 1 || version != clock->version);
	return ns;
}
