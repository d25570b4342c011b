/* SPDX-License-Identifier: BSD-3-Clause */
/* Who runs us: the signature of CPUID leaf 0x40000000. */
#include <string.h>
#include <uk/arch/cpu.h>
#include <uk/plat.h>

#include "internal.h"

#define CPUID_HYPERVISOR (1u << 31) /* leaf 1, ECX */
#define SIGNATURE_LEAF   0x40000000u

static void read_signature(char text[13])
{
	struct uk_cpuid c = uk_cpuid(SIGNATURE_LEAF);

	memcpy(text, &c.ebx, 4);
	memcpy(text + 4, &c.ecx, 4);
	memcpy(text + 8, &c.edx, 4);
	text[12] = 0;
}

enum kvm_hypervisor kvm_hypervisor(void)
{
	char text[13];

	if (!(uk_cpuid(1).ecx & CPUID_HYPERVISOR))
		return KVM_HV_NONE;
	read_signature(text);
	if (!strcmp(text, "KVMKVMKVM"))
		return KVM_HV_KVM;
	if (!strcmp(text, "TCGTCGTCGTCG"))
		return KVM_HV_TCG;
	return KVM_HV_OTHER;
}

const char *uk_plat_name(void)
{
	static const char *const names[] = {
		[KVM_HV_NONE] = "x86_64 hardware",
		[KVM_HV_KVM] = "KVM",
		[KVM_HV_TCG] = "QEMU TCG",
		[KVM_HV_OTHER] = "an unknown hypervisor",
	};

	return names[kvm_hypervisor()];
}
