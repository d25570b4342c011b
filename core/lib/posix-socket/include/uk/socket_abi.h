/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sockets in the Linux ABI on x86_64: constants and structures that programs
 * and the core exchange. Addresses and ports inside of them are in network
 * byte order.
 */
#ifndef UK_SOCKET_ABI_H
#define UK_SOCKET_ABI_H

#include <stddef.h>
#include <stdint.h>
#include <uk/abi.h>

#define UK_AF_UNSPEC 0
#define UK_AF_INET   2
#define UK_AF_INET6  10
#define UK_AF_MAX    16

#define UK_SOCK_STREAM    1
#define UK_SOCK_DGRAM     2
#define UK_SOCK_RAW       3
#define UK_SOCK_TYPE_MASK 0xf
#define UK_SOCK_NONBLOCK  UK_O_NONBLOCK
#define UK_SOCK_CLOEXEC   UK_O_CLOEXEC

#define UK_IPPROTO_IP     0
#define UK_IPPROTO_ICMP   1
#define UK_IPPROTO_TCP    6
#define UK_IPPROTO_UDP    17
#define UK_IPPROTO_IPV6   41
#define UK_IPPROTO_ICMPV6 58
#define UK_IPPROTO_RAW    255

#define UK_SOL_SOCKET      1
#define UK_SO_REUSEADDR    2
#define UK_SO_TYPE         3
#define UK_SO_ERROR        4
#define UK_SO_DONTROUTE    5
#define UK_SO_BROADCAST    6
#define UK_SO_SNDBUF       7
#define UK_SO_RCVBUF       8
#define UK_SO_KEEPALIVE    9
#define UK_SO_OOBINLINE    10
#define UK_SO_PRIORITY     12
#define UK_SO_LINGER       13
#define UK_SO_REUSEPORT    15
#define UK_SO_RCVLOWAT     18
#define UK_SO_RCVTIMEO     20
#define UK_SO_SNDTIMEO     21
#define UK_SO_TIMESTAMP    29
#define UK_SO_ACCEPTCONN   30
#define UK_SO_RCVBUFFORCE  33
#define UK_SO_TIMESTAMPNS  35
#define UK_SO_TIMESTAMPING 37
#define UK_SO_PROTOCOL     38
#define UK_SO_DOMAIN       39

/* Flags of SO_TIMESTAMPING (Linux, networking/timestamping). */
#define UK_SOF_TIMESTAMPING_TX_SOFTWARE (1 << 1)
#define UK_SOF_TIMESTAMPING_SOFTWARE    (1 << 4)
#define UK_SOF_TIMESTAMPING_OPT_TSONLY  (1 << 11)
#define UK_SO_EE_ORIGIN_TIMESTAMPING    4

#define UK_IP_TOS            1
#define UK_IP_TTL            2
#define UK_IP_HDRINCL        3
#define UK_IP_MTU_DISCOVER   10
#define UK_IP_RECVERR        11
#define UK_IP_RECVTTL        12
#define UK_IP_RECVTOS        13
#define UK_IP_PMTUDISC_DONT  0
#define UK_IP_PMTUDISC_WANT  1
#define UK_IP_PMTUDISC_DO    2
#define UK_IP_PMTUDISC_PROBE 3

/* Level UK_IPPROTO_IPV6 (RFC 3542; ipv6(7)). */
#define UK_IPV6_UNICAST_HOPS 16
#define UK_IPV6_RECVERR      25
#define UK_IPV6_V6ONLY       26
#define UK_IPV6_HDRINCL      36
#define UK_IPV6_RECVPKTINFO  49
#define UK_IPV6_PKTINFO      50
#define UK_IPV6_RECVHOPLIMIT 51
#define UK_IPV6_HOPLIMIT     52
#define UK_IPV6_RECVTCLASS   66
#define UK_IPV6_TCLASS       67

#define UK_TCP_NODELAY   1
#define UK_TCP_MAXSEG    2
#define UK_TCP_KEEPIDLE  4
#define UK_TCP_KEEPINTVL 5
#define UK_TCP_KEEPCNT   6

/* Level of raw ICMP sockets: a mask of types that are not received. */
#define UK_SOL_RAW     255
#define UK_ICMP_FILTER 1

#define UK_MSG_PEEK         0x2
#define UK_MSG_CTRUNC       0x8
#define UK_MSG_TRUNC        0x20
#define UK_MSG_DONTWAIT     0x40
#define UK_MSG_WAITALL      0x100
#define UK_MSG_ERRQUEUE     0x2000
#define UK_MSG_NOSIGNAL     0x4000
#define UK_MSG_MORE         0x8000
#define UK_MSG_WAITFORONE   0x10000
#define UK_MSG_CMSG_CLOEXEC 0x40000000

#define UK_SHUT_RD   0
#define UK_SHUT_WR   1
#define UK_SHUT_RDWR 2

#define UK_SIOCGIFNAME  0x8910
#define UK_SIOCGIFINDEX 0x8933

struct uk_sockaddr {
	uint16_t family;
	uint8_t data[14];
};

struct uk_sockaddr_in {
	uint16_t family;
	uint16_t port;
	uint32_t addr;
	uint8_t zero[8];
};

struct uk_sockaddr_in6 {
	uint16_t family;
	uint16_t port;
	uint32_t flowinfo;
	uint8_t addr[16];
	uint32_t scope_id;
};

/** Room for an address of any family. */
union uk_sockaddr_any {
	struct uk_sockaddr sa;
	struct uk_sockaddr_in in;
	struct uk_sockaddr_in6 in6;
	uint8_t room[128];
};

struct uk_msghdr {
	void *name;
	uint32_t namelen;
	uint32_t pad;
	struct uk_iovec *iov;
	size_t iovlen;
	void *control;
	size_t controllen;
	int flags;
};

struct uk_mmsghdr {
	struct uk_msghdr hdr;
	uint32_t len;
};

/** Head of one control message; data follow at the next multiple of 8. */
struct uk_cmsghdr {
	uint64_t len;
	int level;
	int type;
};

struct uk_timeval {
	int64_t sec;
	int64_t usec;
};

/** Data of the control message SO_TIMESTAMPING; [0] is the software's. */
struct uk_scm_timestamping {
	struct uk_timespec ts[3];
};

/** Data of the control message IP_RECVERR, before the offender's address. */
struct uk_sock_extended_err {
	uint32_t error;
	uint8_t origin, type, code, pad;
	uint32_t info, data;
};

/** Data of the control message IPV6_PKTINFO. */
struct uk_in6_pktinfo {
	uint8_t addr[16];
	uint32_t ifindex;
};

struct uk_linger {
	int onoff;
	int seconds;
};

#endif /* UK_SOCKET_ABI_H */
