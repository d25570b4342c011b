/* SPDX-License-Identifier: BSD-3-Clause */
/* The inside of the raw-socket back end, shared by its files. */
#ifndef SCAMPER_POSIX_STATE_H
#define SCAMPER_POSIX_STATE_H

#include <scamper/posix.h>
#include <sys/socket.h>

enum { PACKET_ROOM = 65536, MAX_RECEIVERS = 9 };

/* IPv6, when scamper_posix_open_all() was called. */
struct posix_ipv6 {
	int (*source)(const struct scamper_addr *dst, struct scamper_addr *src);
	unsigned int (*mtu)(const struct scamper_addr *src);
	/* Fills in the header in front of `len` received bytes; the length
	 * of both, 0: the packet is to be dropped. */
	size_t (*header)(struct msghdr *message, uint8_t proto, uint8_t *packet,
			 size_t len);
};

/* Names, when scamper_posix_resolve() was called; freed with free(). */
struct posix_resolver {
	/* As of struct scamper_backend. */
	int (*resolve)(struct scamper_posix *posix,
		       const struct scamper_addr *addr);
	/* Something may have arrived, or has been waited for long enough. */
	void (*step)(struct scamper_posix *posix,
		     struct scamper_engine *engine);
};

struct posix_receiver {
	int fd;
	bool ipv6;
	uint8_t proto;
	bool stamps;   /* the kernel gives receive times */
	bool datalink; /* a packet socket */
	bool names;    /* the resolver's */
};

struct scamper_posix {
	int send_fd;
	int send6_fd; /* -1: none */
	/* The kernel gives times of transmission, of IPv4 and IPv6. */
	bool sent_stamps, sent6_stamps;
	const struct posix_ipv6 *ipv6;
	/* Opens packet sockets; NULL: scamper_posix_allow_datalink() was not
	 * called. 0 or a negative errno. */
	int (*open_datalink)(struct scamper_posix *posix);
	struct posix_resolver *resolver; /* NULL: none */
	bool datalink;                   /* they are open */
	bool late_sent; /* a time of transmission was once waited for in vain */
	struct posix_receiver receivers[MAX_RECEIVERS];
	unsigned int receivers_used;
	uint8_t packet[PACKET_ROOM];
};

/* Takes the socket over, asks for receive times and a large buffer. */
struct posix_receiver *posix_add_receiver(struct scamper_posix *posix, int fd,
					  bool ipv6, uint8_t proto);

/* Closes all but the first `keep`. */
void posix_drop_receivers(struct scamper_posix *posix, unsigned int keep);

/* UK5020 with errno; returns false. */
bool posix_fail_socket(struct scamper_error *error, const char *what);

#endif
