/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The part of the embedded core's <uk/plat.h> that applications use, for
 * Unikraft trees, which have no header of this name.
 */
#ifndef __UKSDK_PLAT_H__
#define __UKSDK_PLAT_H__

/* "KVM", "Xen", ... : the platform the image was built for. */
const char *uk_plat_name(void);

#endif
