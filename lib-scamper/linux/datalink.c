/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Packets of the data link for -O dl, by packet sockets (packet(7)): what
 * arrives at any interface, from its IP header on, before the kernel looks at
 * it, with the time of arrival. Fragments come as they are.
 */
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* It defines the protocols in host byte order, and AF_PACKET's address. */
#include <linux/if_ether.h>

#include "../src/posix_state.h"

static int open_receiver(struct scamper_posix *posix, uint16_t protocol)
{
	int fd = socket(AF_PACKET, SOCK_DGRAM, htons(protocol));

	if (fd < 0)
		return -errno;
	posix_add_receiver(posix, fd, false, 0)->datalink = true;
	return 0;
}

static int open_datalink(struct scamper_posix *posix)
{
	unsigned int before = posix->receivers_used;
	int rc = open_receiver(posix, ETH_P_IP);

	if (rc == 0)
		rc = open_receiver(posix, ETH_P_IPV6);
	if (rc < 0)
		posix_drop_receivers(posix, before);
	return rc;
}

void scamper_posix_allow_datalink(struct scamper_posix *posix)
{
	posix->open_datalink = open_datalink;
}
