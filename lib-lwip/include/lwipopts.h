/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * lwIP's configuration, for a guest of 4 MiB and more. Everything that checks
 * what arrives is on, and there is no option to turn it off.
 */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#include <uk/config.h>

/*
 * The stack is entered by the thread of the devices and by the callers of
 * sockets. Threads are cooperative and no function of lwIP blocks, so
 * neither a lock nor lwIP's own thread is needed.
 */
#define NO_SYS               1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN         0
#define LWIP_SOCKET          0

/*
 * Timers of our own (glue/timers.c): they need no memory that could be missing
 * at the moment at which one is started.
 */
#define LWIP_TIMERS        1
#define LWIP_TIMERS_CUSTOM 1

/* One heap for all; limits stand with what they limit, below. */
#define MEM_LIBC_MALLOC          1
#define MEMP_MEM_MALLOC          1
#define MEM_ALIGNMENT            16
#define LWIP_SUPPORT_CUSTOM_PBUF 1

/* The time of arrival travels with each packet (lwip-patches/0001). */
#define LWIP_PBUF_CUSTOM_DATA         u64_t rx_mono_ns;
#define LWIP_PBUF_CUSTOM_DATA_INIT(p) ((p)->rx_mono_ns = 0)
#define LWIP_PBUF_CUSTOM_DATA_COPY(to, from)                                   \
	((to)->rx_mono_ns = (from)->rx_mono_ns)

/* Protocols */
#define LWIP_IPV4 1
#ifdef CONFIG_LWIP_IPV6
#define LWIP_IPV6       1
#define LWIP_IPV6_DHCP6 0
/* One packet waits for a neighbour (RFC 4861 section 7.2.2), not any number:
 * queues are not bounded otherwise. */
#define LWIP_ND6_QUEUEING 0
/* Pointers do not fit into a fragment header on 64-bit machines. */
#define IPV6_FRAG_COPYHEADER 1
#else
#define LWIP_IPV6 0
#endif
#define LWIP_ARP      1
#define LWIP_ETHERNET 1
#define LWIP_ICMP     1
#define LWIP_RAW      1
#define LWIP_UDP      1
#define LWIP_TCP      1
#define LWIP_IGMP     0
#define LWIP_DHCP     0
#define LWIP_AUTOIP   0
#define LWIP_DNS      0

#define LWIP_NETIF_LOOPBACK     1
#define LWIP_HAVE_LOOPIF        1
#define LWIP_LOOPBACK_MAX_PBUFS 128

/* Every checksum is made and every checksum is checked. */
#define CHECKSUM_GEN_IP      1
#define CHECKSUM_GEN_UDP     1
#define CHECKSUM_GEN_TCP     1
#define CHECKSUM_GEN_ICMP    1
#define CHECKSUM_GEN_ICMP6   1
#define CHECKSUM_CHECK_IP    1
#define CHECKSUM_CHECK_UDP   1
#define CHECKSUM_CHECK_TCP   1
#define CHECKSUM_CHECK_ICMP  1
#define CHECKSUM_CHECK_ICMP6 1

/* Answers from many routers at once, and packets that wait for ARP. */
#define ARP_TABLE_SIZE 32
#define ARP_QUEUEING   1
#define ARP_QUEUE_LEN  16

#define IP_REASSEMBLY      1
#define IP_FRAG            1
#define IP_OPTIONS_ALLOWED 1
#define IP_REASS_MAX_PBUFS 64
#define MEMP_NUM_REASSDATA 16
#define IP_DEFAULT_TTL     64

#define IP_SOF_BROADCAST      1
#define IP_SOF_BROADCAST_RECV 1
#define SO_REUSE              1

#define TCP_MSS                            1460
#define TCP_WND                            (16 * TCP_MSS)
#define TCP_SND_BUF                        (16 * TCP_MSS)
#define TCP_SND_QUEUELEN                   64
#define MEMP_NUM_TCP_SEG                   128
#define TCP_QUEUE_OOSEQ                    1
#define TCP_OOSEQ_MAX_PBUFS                32
#define TCP_LISTEN_BACKLOG                 1
#define LWIP_TCP_KEEPALIVE                 1
#define LWIP_RANDOMIZE_INITIAL_LOCAL_PORTS 1
/* RFC 6528: numbers that nobody can guess. */
#define LWIP_HOOK_TCP_ISN(lip, lport, rip, rport) LWIP_RAND()

#ifdef CONFIG_LWIP_STATS
#define LWIP_STATS         1
#define LWIP_STATS_DISPLAY 0
#else
#define LWIP_STATS 0
#endif

#endif /* LWIPOPTS_H */
