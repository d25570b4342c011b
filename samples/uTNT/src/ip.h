/* SPDX-License-Identifier: BSD-3-Clause */
/* An IPv4 address in host byte order as an argument of printf. */
#ifndef TNT_IP_H
#define TNT_IP_H

#define TNT_IP_FMT "%u.%u.%u.%u"
#define TNT_IP(addr)                                                           \
	(unsigned int)((addr) >> 24), (unsigned int)((addr) >> 16 & 0xff),     \
		(unsigned int)((addr) >> 8 & 0xff),                            \
		(unsigned int)((addr)&0xff)

#endif
