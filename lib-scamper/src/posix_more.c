/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sockets beyond IPv4 with ICMP: answers of TCP and UDP, and IPv6. A program
 * that does not call scamper_posix_open_all() does not contain them.
 */
#define _GNU_SOURCE /* struct in6_pktinfo */
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bytes.h"
#include "packet.h"
#include "posix_stamp.h"

static int connect_source(const struct scamper_addr *dst,
			  struct scamper_addr *src)
{
	struct sockaddr_in6 to = {.sin6_family = AF_INET6}, from;
	socklen_t size = sizeof(from);
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);
	int rc = 0;

	if (fd < 0)
		return -errno;
	memcpy(&to.sin6_addr, dst->bytes, 16);
	to.sin6_port = htons(33435);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0 ||
	    getsockname(fd, (struct sockaddr *)&from, &size) < 0) {
		rc = -errno;
	} else {
		*src = (struct scamper_addr){.type = SCAMPER_ADDR_IPV6,
					     .len = 16};
		memcpy(src->bytes, &from.sin6_addr, 16);
	}
	close(fd);
	return rc;
}

/*
 * A raw socket of IPv6 gives what follows the header; the header is made
 * again from what the kernel tells beside it, so that the engine sees whole
 * packets. 0: not told, drop it.
 */
static size_t make_header(struct msghdr *message, uint8_t proto,
			  uint8_t *packet, size_t len)
{
	const struct sockaddr_in6 *from = message->msg_name;
	bool have_dst = false;
	struct cmsghdr *c;

	memset(packet, 0, IP6_HEADER);
	packet[0] = 0x60;
	put16(packet + 4, (uint16_t)len);
	packet[6] = proto;
	memcpy(packet + 8, &from->sin6_addr, 16);
	for (c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
		struct in6_pktinfo info;
		int value;

		if (c->cmsg_level != IPPROTO_IPV6)
			continue;
		if (c->cmsg_type == IPV6_PKTINFO) {
			memcpy(&info, CMSG_DATA(c), sizeof(info));
			memcpy(packet + 24, &info.ipi6_addr, 16);
			have_dst = true;
			continue;
		}
		memcpy(&value, CMSG_DATA(c), sizeof(value));
		if (c->cmsg_type == IPV6_HOPLIMIT)
			packet[7] = (uint8_t)value;
		else if (c->cmsg_type == IPV6_TCLASS)
			put16(packet, (uint16_t)(0x6000 | (value & 0xff) << 4));
	}
	return have_dst ? IP6_HEADER + len : 0;
}

static bool has_addr(const struct ifaddrs *i, const struct scamper_addr *addr)
{
	const struct sockaddr *sa = i->ifa_addr;

	if (!sa)
		return false;
	if (addr->type == SCAMPER_ADDR_IPV4 && sa->sa_family == AF_INET)
		return memcmp(&((const struct sockaddr_in *)(const void *)sa)
				       ->sin_addr,
			      addr->bytes, 4) == 0;
	return addr->type == SCAMPER_ADDR_IPV6 && sa->sa_family == AF_INET6 &&
	       memcmp(&((const struct sockaddr_in6 *)(const void *)sa)
			       ->sin6_addr,
		      addr->bytes, 16) == 0;
}

static unsigned int interface_mtu(const struct scamper_addr *src)
{
	struct ifaddrs *all;
	struct ifreq request = {0};
	int fd, rc = -1;

	if (getifaddrs(&all) < 0)
		return 0;
	for (struct ifaddrs *i = all; i; i = i->ifa_next) {
		if (!has_addr(i, src))
			continue;
		strncpy(request.ifr_name, i->ifa_name, IFNAMSIZ - 1);
		break;
	}
	freeifaddrs(all);
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0)
		return 0;
	if (request.ifr_name[0])
		rc = ioctl(fd, SIOCGIFMTU, &request);
	close(fd);
	return rc < 0 ? 0 : (unsigned int)request.ifr_mtu;
}

static const struct posix_ipv6 ipv6_ops = {
	.source = connect_source,
	.mtu = interface_mtu,
	.header = make_header,
};

static int open_receiver(struct scamper_posix *posix, int family, int proto)
{
	static const int told[] = {IPV6_RECVPKTINFO, IPV6_RECVHOPLIMIT,
				   IPV6_RECVTCLASS};
	int fd = socket(family, SOCK_RAW, proto);
	int on = 1;

	if (fd < 0)
		return -errno;
	for (size_t i = 0; family == AF_INET6 && i < 3; i++)
		setsockopt(fd, IPPROTO_IPV6, told[i], &on, sizeof(on));
	posix_add_receiver(posix, fd, family == AF_INET6, (uint8_t)proto);
	return 0;
}

/* Probes leave in the size they have, whatever path MTU the kernel believes
 * in (IP_PMTUDISC_PROBE; Linux, ip(7)). */
static void ignore_path_mtu(const struct scamper_posix *posix)
{
#ifdef IP_PMTUDISC_PROBE
	int probe = IP_PMTUDISC_PROBE;

	setsockopt(posix->send_fd, IPPROTO_IP, IP_MTU_DISCOVER, &probe,
		   sizeof(probe));
	if (posix->send6_fd >= 0)
		setsockopt(posix->send6_fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER,
			   &probe, sizeof(probe));
#else
	(void)posix;
#endif
}

bool scamper_posix_open_all(struct scamper_posix *posix,
			    struct scamper_error *error)
{
	static const int protos[] = {IPPROTO_TCP, IPPROTO_UDP};

	for (int i = 0; i < 2; i++)
		if (open_receiver(posix, AF_INET, protos[i]) < 0)
			return posix_fail_socket(error,
						 "cannot open a raw socket");
	ignore_path_mtu(posix);
	/* A machine without IPv6 still probes IPv4. */
	posix->ipv6 = &ipv6_ops;
	posix->send6_fd = socket(AF_INET6, SOCK_RAW, IPPROTO_RAW);
	if (posix->send6_fd < 0)
		return true;
	posix->sent6_stamps = posix_ask_sent(posix->send6_fd);
	ignore_path_mtu(posix);
	if (open_receiver(posix, AF_INET6, IPPROTO_ICMPV6) < 0 ||
	    open_receiver(posix, AF_INET6, IPPROTO_TCP) < 0 ||
	    open_receiver(posix, AF_INET6, IPPROTO_UDP) < 0)
		return posix_fail_socket(error, "cannot open a raw socket");
	return true;
}
