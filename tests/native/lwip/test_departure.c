/* SPDX-License-Identifier: BSD-3-Clause */
/* The time of transmission, from the device to the error queue. */
#include <string.h>
#include <uk/errno.h>
#include <uk/time.h>
#include "fake.h"
#include "packet.h"

#define PORT 7000
#define ASK                                                                    \
	(UK_SOF_TIMESTAMPING_TX_SOFTWARE | UK_SOF_TIMESTAMPING_SOFTWARE |      \
	 UK_SOF_TIMESTAMPING_OPT_TSONLY)

struct control {
	struct uk_cmsghdr stamp_head;
	struct uk_scm_timestamping stamp;
	struct uk_cmsghdr why_head;
	struct uk_sock_extended_err why;
	struct uk_sockaddr_in offender;
};

/* One message of the error queue: what recvmsg() returns. */
static long next(int fd, struct control *control, struct uk_msghdr *m)
{
	memset(control, 0, sizeof(*control));
	*m = (struct uk_msghdr){.control = control,
				.controllen = sizeof(*control)};
	return uk_syscall_r_recvmsg(fd, (long)m, UK_MSG_ERRQUEUE);
}

/* The stamp in nanoseconds of the wall clock; fails when there is none. */
static int64_t departure(int fd)
{
	struct control c;
	struct uk_msghdr m;

	assert_int_equal(next(fd, &c, &m), 0);
	assert_int_equal(m.flags, UK_MSG_ERRQUEUE);
	assert_int_equal(m.controllen, sizeof(c));
	assert_int_equal(c.stamp_head.level, UK_SOL_SOCKET);
	assert_int_equal(c.stamp_head.type, UK_SO_TIMESTAMPING);
	assert_int_equal(c.stamp_head.len,
			 sizeof(c.stamp_head) + sizeof(c.stamp));
	assert_int_equal(c.why_head.level, UK_IPPROTO_IP);
	assert_int_equal(c.why_head.type, UK_IP_RECVERR);
	assert_int_equal(c.why.error, 42);
	assert_int_equal(c.why.origin, UK_SO_EE_ORIGIN_TIMESTAMPING);
	return c.stamp.ts[0].sec * (int64_t)UK_NSEC_PER_SEC +
	       c.stamp.ts[0].nsec;
}

static void nothing(int fd)
{
	struct control c;
	struct uk_msghdr m;

	assert_int_equal(next(fd, &c, &m), -EAGAIN);
}

static int sender(int type, int protocol)
{
	int fd = sk_socket(type, protocol);

	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, UK_SO_TIMESTAMPING, ASK), 0);
	assert_int_equal(sk_get(fd, UK_SOL_SOCKET, UK_SO_TIMESTAMPING), ASK);
	return fd;
}

/* The stamp is that of the device, however late the program asks. */
static void device_to_message(void **state)
{
	int fd = sender(UK_SOCK_DGRAM, 0);
	uint64_t before = fake_now;

	(void)state;
	nothing(fd);
	assert_int_equal(sk_sendto(fd, "x", 1, FAR_ADDR, PORT), 1);
	assert_true(sk_poll(fd) & UK_POLLERR);
	fake_run_ms(3);
	assert_int_equal(departure(fd),
			 (int64_t)(before + FAKE_SEND_NS + fake_wall_offset));
	assert_false(sk_poll(fd) & UK_POLLERR);
	nothing(fd);
	sk_close(fd);
}

/* The prober's way: a whole packet through a raw socket. */
static void raw_packet(void **state)
{
	int fd = sender(UK_SOCK_RAW, UK_IPPROTO_RAW);
	uint8_t p[100];
	size_t len = udp_packet(p, OUR_ADDR, 9, FAR_ADDR, PORT, "x", 1);
	uint64_t before = fake_now;

	(void)state;
	assert_int_equal(sk_sendto(fd, p, len, FAR_ADDR, 0), len);
	assert_int_equal(departure(fd),
			 (int64_t)(before + FAKE_SEND_NS + fake_wall_offset));
	sk_close(fd);
}

/* There is room for one: the newer one is the one that counts. */
static void newest(void **state)
{
	int fd = sender(UK_SOCK_DGRAM, 0);

	(void)state;
	assert_int_equal(sk_sendto(fd, "x", 1, FAR_ADDR, PORT), 1);
	fake_run_ms(5);
	assert_int_equal(sk_sendto(fd, "y", 1, FAR_ADDR, PORT), 1);
	assert_int_equal(departure(fd), (int64_t)(fake_now + fake_wall_offset));
	nothing(fd);
	sk_close(fd);
}

/* What did not leave has no time, and not that of the one before. */
static void did_not_leave(void **state)
{
	int fd = sender(UK_SOCK_DGRAM, 0);

	(void)state;
	assert_int_equal(sk_sendto(fd, "x", 1, FAR_ADDR, PORT), 1);
	assert_int_equal(sk_sendto(fd, "x", 1, "127.0.0.1", PORT), 1);
	nothing(fd);
	fake_run_ms(5);
	sk_close(fd);
}

static void only_on_demand(void **state)
{
	int fd = sk_socket(UK_SOCK_DGRAM, 0);
	int stream = sk_socket(UK_SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(sk_sendto(fd, "x", 1, FAR_ADDR, PORT), 1);
	nothing(fd);
	nothing(stream);
	assert_int_equal(sk_set(stream, UK_SOL_SOCKET, UK_SO_TIMESTAMPING, ASK),
			 -EINVAL);
	/* Copies of packets and times of hardware are not offered. */
	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, UK_SO_TIMESTAMPING,
				ASK & ~UK_SOF_TIMESTAMPING_OPT_TSONLY),
			 -EINVAL);
	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, UK_SO_TIMESTAMPING, 1),
			 -EINVAL);
	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, UK_SO_TIMESTAMPING, ASK), 0);
	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, UK_SO_TIMESTAMPING, 0), 0);
	assert_int_equal(sk_sendto(fd, "x", 1, FAR_ADDR, PORT), 1);
	nothing(fd);
	sk_close(stream);
	sk_close(fd);
}

/* A message that has no room says so and is gone. */
static void no_room(void **state)
{
	int fd = sender(UK_SOCK_DGRAM, 0);
	struct uk_msghdr m = {0};

	(void)state;
	assert_int_equal(sk_sendto(fd, "x", 1, FAR_ADDR, PORT), 1);
	assert_int_equal(uk_syscall_r_recvmsg(fd, (long)&m, UK_MSG_ERRQUEUE),
			 0);
	assert_true(m.flags & UK_MSG_CTRUNC);
	nothing(fd);
	sk_close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(device_to_message),
		cmocka_unit_test(raw_packet),
		cmocka_unit_test(newest),
		cmocka_unit_test(did_not_leave),
		cmocka_unit_test(only_on_demand),
		cmocka_unit_test(no_room),
	};

	return cmocka_run_group_tests(tests, fake_setup, NULL);
}
