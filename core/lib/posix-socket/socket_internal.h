/* SPDX-License-Identifier: BSD-3-Clause */
/* Shared by the files of posix-socket. */
#ifndef POSIX_SOCKET_INTERNAL_H
#define POSIX_SOCKET_INTERNAL_H

#include <uk/socket.h>

/* Error numbers that only sockets use (errno(3), Linux ABI). */
#define UK_ENOTSOCK     88
#define UK_ENOPROTOOPT  92
#define UK_EAFNOSUPPORT 97

int uk_socket_open(int family, int type, int protocol);

/** Waits for a connection; returns its new descriptor. */
int uk_socket_accept(struct uk_socket *s, int flags);

/** The socket behind a descriptor, referenced: end with uk_file_put(). */
int uk_socket_get(int fd, struct uk_socket **s);

/** sendmsg and recvmsg of the driver, waiting where the socket blocks. */
long uk_socket_send(struct uk_socket *s, const struct uk_msghdr *m, int flags);
long uk_socket_recv(struct uk_socket *s, struct uk_msghdr *m, int flags);

/** connect of the driver, waiting for the outcome where the socket blocks. */
int uk_socket_connect(struct uk_socket *s, const struct uk_sockaddr *addr,
		      uint32_t len);

/**
 * Waits until poll shows one of the events, an error or a hang-up.
 *
 * @param timeout_ns 0 waits for ever
 * @return 0; -EAGAIN at the time limit or when the socket (or a flag
 *	UK_MSG_DONTWAIT) says not to block; -EINTR
 */
int uk_socket_wait(struct uk_socket *s, unsigned events, uint64_t timeout_ns,
		   int flags);

int uk_socket_setopt(struct uk_socket *s, int level, int name,
		     const void *value, uint32_t len);
int uk_socket_getopt(struct uk_socket *s, int level, int name, void *value,
		     uint32_t *len);

#endif /* POSIX_SOCKET_INTERNAL_H */
