/* SPDX-License-Identifier: BSD-3-Clause */
/* Raw-socket back end; see <scamper/posix.h>. */
#define _GNU_SOURCE /* ppoll() */
#include <scamper/posix.h>

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"
#include "packet.h"
#include "posix_stamp.h"
#include "posix_state.h"

enum {
	BATCH = 256, /* packets taken before timers get their turn */
	ANY_PORT = 33435,
	RECEIVE_BUFFER = 4 << 20,
};

static const uint64_t second = UINT64_C(1000000000);

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * second + (uint64_t)t.tv_nsec;
}

uint64_t scamper_posix_now(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

int64_t scamper_posix_wall_offset(void)
{
	return (int64_t)(clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_MONOTONIC));
}

static struct sockaddr_in socket_address(const struct scamper_addr *addr)
{
	struct sockaddr_in sin = {.sin_family = AF_INET};

	memcpy(&sin.sin_addr, addr->bytes, sizeof(sin.sin_addr));
	return sin;
}

static bool receives(const struct scamper_posix *posix,
		     const struct scamper_probe *probe)
{
	uint8_t proto = probe->proto;
	bool ipv6 = probe->dst.type == SCAMPER_ADDR_IPV6;

	if (ipv6 && proto == PROTO_ICMP)
		proto = PROTO_ICMP6;
	for (unsigned int i = 0; i < posix->receivers_used; i++)
		if (posix->receivers[i].ipv6 == ipv6 &&
		    posix->receivers[i].proto == proto)
			return true;
	/* Answers to UDP are those of ICMP. */
	return proto == PROTO_UDP && !ipv6;
}

/* As sendto(); the destination of an IPv6 packet is in its header, too. */
static ssize_t send_packet(struct scamper_posix *posix, const uint8_t *packet,
			   size_t len, const struct scamper_addr *dst)
{
	struct sockaddr_in6 to6 = {.sin6_family = AF_INET6};
	struct sockaddr_in to;

	if (dst->type == SCAMPER_ADDR_IPV6) {
		memcpy(&to6.sin6_addr, dst->bytes, 16);
		return sendto(posix->send6_fd, packet, len, 0,
			      (struct sockaddr *)&to6, sizeof(to6));
	}
	to = socket_address(dst);
	return sendto(posix->send_fd, packet, len, 0, (struct sockaddr *)&to,
		      sizeof(to));
}

static int posix_send(void *backend, const uint8_t *packet, size_t len,
		      const struct scamper_probe *probe, uint64_t *tx_ns)
{
	struct scamper_posix *posix = backend;
	uint64_t before;
	ssize_t sent;

	if (!receives(posix, probe))
		return -EPROTONOSUPPORT;
	do {
		before = scamper_posix_now();
		sent = send_packet(posix, packet, len, &probe->dst);
	} while (sent < 0 && errno == EINTR);
	*tx_ns = before;
	if (sent < 0)
		return -errno;
	*tx_ns = posix_time_sent(posix, probe->dst.type == SCAMPER_ADDR_IPV6,
				 before);
	if ((size_t)sent != len)
		return -EMSGSIZE;
	return posix->datalink && *tx_ns == before;
}

/* The route's choice: what the kernel binds a connected UDP socket to. */
static int posix_source(void *backend, const struct scamper_addr *dst,
			struct scamper_addr *src)
{
	struct sockaddr_in to = socket_address(dst), from;
	socklen_t size = sizeof(from);
	struct scamper_posix *posix = backend;
	int rc = 0, fd;

	if (dst->type == SCAMPER_ADDR_IPV6)
		return posix->ipv6 ? posix->ipv6->source(dst, src)
				   : -EAFNOSUPPORT;
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0)
		return -errno;
	to.sin_port = htons(ANY_PORT);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0 ||
	    getsockname(fd, (struct sockaddr *)&from, &size) < 0)
		rc = -errno;
	else
		*src = scamper_addr_ipv4(ntohl(from.sin_addr.s_addr));
	close(fd);
	return rc;
}

static unsigned int posix_mtu(void *backend, const struct scamper_addr *src)
{
	struct scamper_posix *posix = backend;

	return posix->ipv6 ? posix->ipv6->mtu(src) : 0;
}

static int posix_datalink(void *backend, bool fragments)
{
	struct scamper_posix *posix = backend;
	int rc = -ENOTSUP;

	(void)fragments; /* there are all */
	if (!posix->datalink && posix->open_datalink)
		rc = posix->open_datalink(posix);
	posix->datalink |= rc == 0;
	return posix->datalink ? 0 : rc;
}

static int posix_resolve(void *backend, const struct scamper_addr *addr)
{
	struct scamper_posix *posix = backend;

	return posix->resolver ? posix->resolver->resolve(posix, addr)
			       : -ENOTSUP;
}

const struct scamper_backend scamper_posix_backend = {
	.mtu = posix_mtu,
	.send = posix_send,
	.source = posix_source,
	.datalink = posix_datalink,
	.resolve = posix_resolve,
};

bool posix_fail_socket(struct scamper_error *error, const char *what)
{
	scamper_fail(error, ERR_SOCKET,
		     "%s: %s. Run with the right to open raw sockets (root or "
		     "CAP_NET_RAW).",
		     what, strerror(errno));
	return false;
}

static bool ask_for_stamps(int fd)
{
	int on = 1, size = RECEIVE_BUFFER;

	/* Wishes only: bursts of replies are then less likely to be lost. */
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
#ifdef SO_RCVBUFFORCE /* Linux: above the system's limit */
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
#endif
	return setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) ==
		       0 ||
	       setsockopt(fd, SOL_SOCKET, SO_TIMESTAMP, &on, sizeof(on)) == 0;
}

struct posix_receiver *posix_add_receiver(struct scamper_posix *posix, int fd,
					  bool ipv6, uint8_t proto)
{
	struct posix_receiver *receiver =
		&posix->receivers[posix->receivers_used++];

	*receiver = (struct posix_receiver){
		.fd = fd,
		.ipv6 = ipv6,
		.proto = proto,
		.stamps = ask_for_stamps(fd),
	};
	return receiver;
}

void posix_drop_receivers(struct scamper_posix *posix, unsigned int keep)
{
	while (posix->receivers_used > keep)
		close(posix->receivers[--posix->receivers_used].fd);
}

static bool open_basic(struct scamper_posix *posix, struct scamper_error *error)
{
	int on = 1, fd;

	posix->send_fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (posix->send_fd < 0)
		return posix_fail_socket(error, "cannot open a raw socket");
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
	if (fd < 0)
		return posix_fail_socket(error, "cannot open a raw socket");
	posix_add_receiver(posix, fd, false, PROTO_ICMP);
	if (setsockopt(posix->send_fd, IPPROTO_IP, IP_HDRINCL, &on,
		       sizeof(on)) < 0)
		return posix_fail_socket(error, "cannot set IP_HDRINCL");
	posix->sent_stamps = posix_ask_sent(posix->send_fd);
	return true;
}

struct scamper_posix *scamper_posix_open(struct scamper_error *error)
{
	struct scamper_posix *posix = malloc(sizeof(*posix));

	if (!posix) {
		scamper_fail_memory(error);
		return NULL;
	}
	posix->send_fd = -1;
	posix->send6_fd = -1;
	posix->sent6_stamps = false;
	posix->ipv6 = NULL;
	posix->open_datalink = NULL;
	posix->datalink = false;
	posix->late_sent = false;
	posix->resolver = NULL;
	posix->receivers_used = 0;
	if (open_basic(posix, error))
		return posix;
	scamper_posix_close(posix);
	return NULL;
}

void scamper_posix_close(struct scamper_posix *posix)
{
	if (!posix)
		return;
	if (posix->send_fd >= 0)
		close(posix->send_fd);
	if (posix->send6_fd >= 0)
		close(posix->send6_fd);
	posix_drop_receivers(posix, 0);
	free(posix->resolver);
	free(posix);
}

/* One packet to the engine: 1, 0 when there is none, or a negative errno. */
static int receive_one(struct scamper_posix *posix,
		       const struct posix_receiver *receiver,
		       struct scamper_engine *engine)
{
	struct posix_stamped s;
	struct sockaddr_storage from;
	size_t head = receiver->ipv6 ? IP6_HEADER : 0;
	struct iovec vec = {posix->packet + head, PACKET_ROOM - head};
	struct msghdr *message = posix_stamped(&s, &vec);
	uint64_t now, stamp;
	ssize_t len;
	size_t total;

	if (receiver->names) {
		posix->resolver->step(posix, engine);
		return 0;
	}
	message->msg_name = &from;
	message->msg_namelen = sizeof(from);
	len = recvmsg(receiver->fd, message, MSG_DONTWAIT);
	if (len < 0) {
		if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
			return 0;
		return -errno;
	}
	total = (size_t)len;
	if (receiver->ipv6)
		total = posix->ipv6->header(message, receiver->proto,
					    posix->packet, total);
	now = scamper_posix_now();
	stamp = receiver->stamps
			? posix_kernel_stamp(message, now,
					     scamper_posix_wall_offset())
			: 0;
	scamper_engine_receive(engine, posix->packet, total,
			       stamp ? stamp : now,
			       receiver->datalink ? SCAMPER_STAMP_DATALINK
			       : stamp            ? SCAMPER_STAMP_KERNEL
						  : SCAMPER_STAMP_PROGRAM);
	return 1;
}

/* What is there, of all sockets in turn. */
static int receive_all(struct scamper_posix *posix,
		       struct scamper_engine *engine)
{
	for (unsigned int r = 0; r < posix->receivers_used; r++) {
		for (int i = 0; i < BATCH; i++) {
			int rc = receive_one(posix, &posix->receivers[r],
					     engine);

			if (rc < 0)
				return rc;
			if (rc == 0)
				break;
		}
	}
	return 0;
}

unsigned int scamper_posix_pollfds(const struct scamper_posix *posix,
				   struct pollfd *fds, unsigned int room)
{
	unsigned int used = 0;

	for (; used < posix->receivers_used && used < room; used++)
		fds[used] = (struct pollfd){.fd = posix->receivers[used].fd,
					    .events = POLLIN};
	return used;
}

static int wait_for_packet(struct scamper_posix *posix, uint64_t deadline)
{
	struct pollfd fds[MAX_RECEIVERS];
	uint64_t now = scamper_posix_now();
	uint64_t left = deadline > now ? deadline - now : 0;
	struct timespec timeout = {
		.tv_sec = (time_t)(left / second),
		.tv_nsec = (long)(left % second),
	};
	bool forever = deadline == UINT64_MAX;
	unsigned int used = scamper_posix_pollfds(posix, fds, MAX_RECEIVERS);

	if (ppoll(fds, used, forever ? NULL : &timeout, NULL) < 0 &&
	    errno != EINTR)
		return -errno;
	return 0;
}

static int fail_receive(struct scamper_error *error, int rc)
{
	scamper_fail(error, ERR_RECEIVE,
		     "receiving failed: %s. Check the network interface and "
		     "run again.",
		     strerror(-rc));
	return rc;
}

int scamper_posix_step(struct scamper_posix *posix,
		       struct scamper_engine *engine, uint64_t until_ns,
		       struct scamper_error *error)
{
	uint64_t deadline = scamper_engine_next_deadline(engine);
	int rc;

	if (deadline > until_ns)
		deadline = until_ns;
	rc = wait_for_packet(posix, deadline);
	if (rc == 0)
		rc = receive_all(posix, engine);
	if (rc < 0)
		return fail_receive(error, rc);
	scamper_engine_poll(engine, scamper_posix_now());
	return 0;
}

int scamper_posix_run(struct scamper_posix *posix,
		      struct scamper_engine *engine, const volatile int *stop,
		      struct scamper_error *error)
{
	while (!scamper_engine_finished(engine) && !(stop && *stop)) {
		int rc = scamper_posix_step(posix, engine, UINT64_MAX, error);

		if (rc)
			return rc;
	}
	return 0;
}
