/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sockets: the part between the system calls and a network stack.
 *
 * A stack registers one driver for each address family. Its operations never
 * block; where they would have to, they return -EAGAIN and later wake
 * s->file.pollq. Waiting, time limits, descriptors and the options that are
 * alike for all families live here. Everything runs in threads.
 */
#ifndef UK_SOCKET_H
#define UK_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uk/file.h>
#include <uk/socket_abi.h>

struct uk_socket;

/**
 * Operations of a driver; all are required. Lengths are in bytes. Results
 * are 0 (or a number of bytes) or a negative errno.
 */
struct uk_socket_ops {
	/** A new socket: s->type, s->protocol are set; fills s->driver. */
	int (*create)(struct uk_socket *s);
	/** The descriptor is gone; frees s->driver. */
	void (*close)(struct uk_socket *s);
	int (*bind)(struct uk_socket *s, const struct uk_sockaddr *addr,
		    uint32_t len);
	/**
	 * Starts to connect: 0 when that is all, -EINPROGRESS when
	 * UK_POLLOUT will tell; the outcome is then in take_error().
	 */
	int (*connect)(struct uk_socket *s, const struct uk_sockaddr *addr,
		       uint32_t len);
	int (*listen)(struct uk_socket *s, int backlog);
	/** Moves the oldest waiting connection into to (same driver). */
	int (*accept)(struct uk_socket *s, struct uk_socket *to);
	/** name, iov and control of m are read; -EAGAIN: no room now. */
	long (*sendmsg)(struct uk_socket *s, const struct uk_msghdr *m,
			int flags);
	/**
	 * Fills name, namelen, iov, control, controllen and flags of m, of
	 * which namelen and controllen hold the room at entry.
	 */
	long (*recvmsg)(struct uk_socket *s, struct uk_msghdr *m, int flags);
	int (*getname)(struct uk_socket *s, bool peer,
		       union uk_sockaddr_any *addr, uint32_t *len);
	int (*shutdown)(struct uk_socket *s, int how);
	/** -ENOPROTOOPT for what the driver does not know. */
	int (*setsockopt)(struct uk_socket *s, int level, int name,
			  const void *value, uint32_t len);
	/** *len holds the room at entry, the length of the value after. */
	int (*getsockopt)(struct uk_socket *s, int level, int name, void *value,
			  uint32_t *len);
	/** UK_POLL* bits that hold now. */
	unsigned (*poll)(struct uk_socket *s);
	/** The pending error (positive errno or 0), which it clears. */
	int (*take_error)(struct uk_socket *s);
	/** Bytes the next read would get (FIONREAD). */
	int (*pending)(struct uk_socket *s);
};

struct uk_socket {
	/** First: the descriptor table's view. */
	struct uk_file file;
	const struct uk_socket_ops *ops;
	int family, type, protocol;
	/** SO_RCVTIMEO, SO_SNDTIMEO in nanoseconds; 0 waits for ever. */
	uint64_t rcv_timeout_ns, snd_timeout_ns;
	/** Of the driver. */
	void *driver;
};

/**
 * Registers the driver of an address family, at UK_INIT_LIB.
 *
 * @return 0, -EINVAL, or -EBUSY when the family has one
 */
int uk_socket_register(int family, const struct uk_socket_ops *ops);

/**
 * The IPv4 address of the name server, in network byte order; 0: none. Set by
 * a stack from its configuration, asked for by the C library's resolver.
 */
void uk_dns_server_set(uint32_t addr);
uint32_t uk_dns_server(void);

/** Tells whoever waits for s that its state changed. From threads. */
void uk_socket_wake(struct uk_socket *s);

/*
 * Help for drivers.
 */

/** Sum of the lengths, or -EINVAL, -EMSGSIZE (over INT32_MAX). */
long uk_iov_total(const struct uk_iovec *iov, size_t n);

/** Copies up to len bytes from buf into the pieces; returns bytes copied. */
size_t uk_iov_scatter(const struct uk_iovec *iov, size_t n, size_t skip,
		      const void *buf, size_t len);

/** Copies up to len bytes out of the pieces, from byte skip on. */
size_t uk_iov_gather(const struct uk_iovec *iov, size_t n, size_t skip,
		     void *buf, size_t len);

/**
 * Appends a control message; used says how many bytes of m->control are
 * taken, room is its size. Sets UK_MSG_CTRUNC in m->flags when it does not
 * fit (RFC 3542 section 4 rules for alignment).
 *
 * @return the new value of used
 */
size_t uk_cmsg_put(struct uk_msghdr *m, size_t room, size_t used, int level,
		   int type, const void *data, size_t len);

#endif /* UK_SOCKET_H */
