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
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"

enum {
	PACKET_ROOM = 65536,
	BATCH = 256, /* packets taken before timers get their turn */
	ANY_PORT = 33435,
	RECEIVE_BUFFER = 4 << 20,
	OLDEST_STAMP = 10, /* seconds */
	/*
	 * Flags of SO_TIMESTAMPING for the time of transmission without a copy
	 * of the packet (Linux, networking/timestamping): TX_SOFTWARE,
	 * SOFTWARE, OPT_TSONLY. musl has no header for them.
	 */
	STAMP_SENT = 1 << 1 | 1 << 4 | 1 << 11,
};

static const uint64_t second = UINT64_C(1000000000);

struct scamper_posix {
	int send_fd;
	int receive_fd;
	bool stamps;      /* the kernel gives receive times */
	bool sent_stamps; /* and times of transmission */
	uint8_t packet[PACKET_ROOM];
};

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

/* The first time of a control message as wall time in ns. */
static uint64_t wall_time(struct cmsghdr *c)
{
	struct timespec t;
	struct timeval u;

	if (c->cmsg_type == SO_TIMESTAMP) {
		memcpy(&u, CMSG_DATA(c), sizeof(u));
		return (uint64_t)u.tv_sec * second + (uint64_t)u.tv_usec * 1000;
	}
	memcpy(&t, CMSG_DATA(c), sizeof(t));
	return (uint64_t)t.tv_sec * second + (uint64_t)t.tv_nsec;
}

/*
 * The kernel's stamp on the monotonic clock, the only one RTTs are made of
 * (scamper.md section 5, "Use one clock"); 0: none in the message, or one
 * from the future or too old, because the wall clock was set.
 */
static uint64_t kernel_stamp(struct msghdr *message, uint64_t now)
{
	struct cmsghdr *c;

	for (c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
		uint64_t age;

		if (c->cmsg_level != SOL_SOCKET ||
		    (c->cmsg_type != SO_TIMESTAMPNS &&
		     c->cmsg_type != SO_TIMESTAMP &&
		     c->cmsg_type != SO_TIMESTAMPING))
			continue;
		age = now + (uint64_t)scamper_posix_wall_offset() -
		      wall_time(c);
		return age > OLDEST_STAMP * second ? 0 : now - age;
	}
	return 0;
}

/* A message with room for the times the kernel adds. */
struct stamped {
	struct msghdr message;
	union {
		struct cmsghdr align;
		char bytes[128];
	} control;
};

static struct msghdr *stamped_init(struct stamped *s, struct iovec *vec)
{
	s->message = (struct msghdr){
		.msg_iov = vec,
		.msg_iovlen = vec ? 1 : 0,
		.msg_control = s->control.bytes,
		.msg_controllen = sizeof(s->control.bytes),
	};
	return &s->message;
}

/*
 * When the packet sent after `before` was given to the device: without the
 * way through the kernel, which is long the first time. A stamp that comes
 * later than the call, from a queue of the kernel, is not waited for; it is
 * older than the next packet and dropped there.
 */
static uint64_t time_sent(struct scamper_posix *posix, uint64_t before)
{
	struct stamped s;
	uint64_t sent = before;

	while (posix->sent_stamps &&
	       recvmsg(posix->send_fd, stamped_init(&s, NULL),
		       MSG_ERRQUEUE | MSG_DONTWAIT) >= 0) {
		uint64_t stamp = kernel_stamp(&s.message, scamper_posix_now());

		if (stamp > sent)
			sent = stamp;
	}
	return sent;
}

static int posix_send(void *backend, const uint8_t *packet, size_t len,
		      const struct scamper_probe *probe, uint64_t *tx_ns)
{
	struct scamper_posix *posix = backend;
	struct sockaddr_in to = socket_address(&probe->dst);
	ssize_t sent;

	do {
		*tx_ns = scamper_posix_now();
		sent = sendto(posix->send_fd, packet, len, 0,
			      (struct sockaddr *)&to, sizeof(to));
	} while (sent < 0 && errno == EINTR);
	if (sent < 0)
		return -errno;
	*tx_ns = time_sent(posix, *tx_ns);
	return (size_t)sent == len ? 0 : -EMSGSIZE;
}

/* The route's choice: what the kernel binds a connected UDP socket to. */
static int posix_source(void *backend, const struct scamper_addr *dst,
			struct scamper_addr *src)
{
	struct sockaddr_in to = socket_address(dst), from;
	socklen_t size = sizeof(from);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	int rc = 0;

	(void)backend;
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

const struct scamper_backend scamper_posix_backend = {
	.send = posix_send,
	.source = posix_source,
};

static void fail_socket(struct scamper_error *error, const char *what)
{
	scamper_fail(error, ERR_SOCKET,
		     "%s: %s. Run with the right to open raw sockets (root or "
		     "CAP_NET_RAW).",
		     what, strerror(errno));
}

static void ask_for_stamps(struct scamper_posix *posix)
{
	int on = 1, size = RECEIVE_BUFFER, sent = STAMP_SENT;

	posix->sent_stamps =
		setsockopt(posix->send_fd, SOL_SOCKET, SO_TIMESTAMPING, &sent,
			   sizeof(sent)) == 0;
	posix->stamps = setsockopt(posix->receive_fd, SOL_SOCKET,
				   SO_TIMESTAMPNS, &on, sizeof(on)) == 0 ||
			setsockopt(posix->receive_fd, SOL_SOCKET, SO_TIMESTAMP,
				   &on, sizeof(on)) == 0;
	/* Wishes only: bursts of replies are then less likely to be lost. */
	setsockopt(posix->receive_fd, SOL_SOCKET, SO_RCVBUF, &size,
		   sizeof(size));
#ifdef SO_RCVBUFFORCE /* Linux: above the system's limit */
	setsockopt(posix->receive_fd, SOL_SOCKET, SO_RCVBUFFORCE, &size,
		   sizeof(size));
#endif
}

struct scamper_posix *scamper_posix_open(struct scamper_error *error)
{
	struct scamper_posix *posix = malloc(sizeof(*posix));
	int on = 1;

	if (!posix) {
		scamper_fail_memory(error);
		return NULL;
	}
	posix->receive_fd = -1;
	posix->send_fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (posix->send_fd >= 0)
		posix->receive_fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
	if (posix->receive_fd < 0) {
		fail_socket(error, "cannot open a raw socket");
		scamper_posix_close(posix);
		return NULL;
	}
	if (setsockopt(posix->send_fd, IPPROTO_IP, IP_HDRINCL, &on,
		       sizeof(on)) < 0) {
		fail_socket(error, "cannot set IP_HDRINCL");
		scamper_posix_close(posix);
		return NULL;
	}
	ask_for_stamps(posix);
	return posix;
}

void scamper_posix_close(struct scamper_posix *posix)
{
	if (!posix)
		return;
	if (posix->send_fd >= 0)
		close(posix->send_fd);
	if (posix->receive_fd >= 0)
		close(posix->receive_fd);
	free(posix);
}

/* One packet to the engine: 1, 0 when there is none, or a negative errno. */
static int receive_one(struct scamper_posix *posix,
		       struct scamper_engine *engine)
{
	struct stamped s;
	struct iovec vec = {posix->packet, sizeof(posix->packet)};
	ssize_t len = recvmsg(posix->receive_fd, stamped_init(&s, &vec),
			      MSG_DONTWAIT);
	uint64_t now, stamp;

	if (len < 0) {
		if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
			return 0;
		return -errno;
	}
	now = scamper_posix_now();
	stamp = posix->stamps ? kernel_stamp(&s.message, now) : 0;
	scamper_engine_receive(engine, posix->packet, (size_t)len,
			       stamp ? stamp : now, stamp != 0);
	return 1;
}

static int wait_for_packet(struct scamper_posix *posix, uint64_t deadline)
{
	struct pollfd fd = {.fd = posix->receive_fd, .events = POLLIN};
	uint64_t now = scamper_posix_now();
	uint64_t left = deadline > now ? deadline - now : 0;
	struct timespec timeout = {
		.tv_sec = (time_t)(left / second),
		.tv_nsec = (long)(left % second),
	};
	bool forever = deadline == UINT64_MAX;

	if (ppoll(&fd, 1, forever ? NULL : &timeout, NULL) < 0 &&
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
	for (int i = 0; rc >= 0 && i < BATCH; i++) {
		rc = receive_one(posix, engine);
		if (rc == 0)
			break;
	}
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
