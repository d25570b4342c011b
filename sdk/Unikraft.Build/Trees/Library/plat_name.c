/* SPDX-License-Identifier: BSD-3-Clause */
#include <uk/config.h>
#include <uk/plat.h>

const char *uk_plat_name(void)
{
#if CONFIG_PLAT_KVM
	return "KVM";
#elif CONFIG_PLAT_XEN
	return "Xen";
#else
	return "Unikraft";
#endif
}
