/* SPDX-License-Identifier: BSD-3-Clause */
/* The time of arrival, from frame to control message (lwip-patches/0001). */
#include <string.h>
#include <uk/errno.h>
#include <uk/time.h>
#include "fake.h"
#include "inet.h"
#include "packet.h"

#define PORT 7000

/* Receives one datagram; returns the time stamp of its control message. */
static int64_t stamp_of_next(int fd, int type)
{
	uint8_t buf[4000];
	struct uk_iovec iov = {buf, sizeof(buf)};
	struct {
		struct uk_cmsghdr head;
		int64_t sec, frac;
	} control;
	struct uk_msghdr m = {.iov = &iov,
			      .iovlen = 1,
			      .control = &control,
			      .controllen = sizeof(control)};

	memset(&control, 0, sizeof(control));
	assert_true(uk_syscall_r_recvmsg(fd, (long)&m, UK_MSG_DONTWAIT) > 0);
	assert_int_equal(m.flags & UK_MSG_CTRUNC, 0);
	assert_int_equal(m.controllen, sizeof(control));
	assert_int_equal(control.head.len, sizeof(control));
	assert_int_equal(control.head.level, UK_SOL_SOCKET);
	assert_int_equal(control.head.type, type);
	return control.sec * (int64_t)UK_NSEC_PER_SEC +
	       control.frac * (type == UK_SO_TIMESTAMP ? 1000 : 1);
}

static int receiver(int option)
{
	int fd = sk_socket(UK_SOCK_DGRAM, 0);

	assert_int_equal(sk_bind(fd, "0.0.0.0", PORT), 0);
	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, option, 1), 0);
	assert_int_equal(sk_get(fd, UK_SOL_SOCKET, option), 1);
	return fd;
}

/* The stamp is that of the frame, however late the program reads. */
static void frame_to_message(void **state)
{
	int fd = receiver(UK_SO_TIMESTAMPNS);
	uint64_t at = fake_now + 123456789;
	uint8_t p[100];
	size_t len = udp_packet(p, FAR_ADDR, 9, OUR_ADDR, PORT, "x", 1);

	(void)state;
	fake_arrive(p, len, at);
	fake_run_ms(500);
	assert_int_equal(stamp_of_next(fd, UK_SO_TIMESTAMPNS),
			 (int64_t)(at + fake_wall_offset));
	sk_close(fd);
}

static void microseconds(void **state)
{
	int fd = receiver(UK_SO_TIMESTAMP);
	uint64_t at = fake_now + 999999;
	uint8_t p[100];
	size_t len = udp_packet(p, FAR_ADDR, 9, OUR_ADDR, PORT, "x", 1);

	(void)state;
	fake_arrive(p, len, at);
	fake_run_ms(2);
	assert_int_equal(stamp_of_next(fd, UK_SO_TIMESTAMP),
			 (int64_t)((at + fake_wall_offset) / 1000 * 1000));
	sk_close(fd);
}

/* A datagram has arrived when its last missing fragment has. */
static void last_fragment_counts(void **state)
{
	int fd = receiver(UK_SO_TIMESTAMPNS);
	uint8_t data[24] = {0};
	uint8_t whole[100], a[100], b[100];
	uint64_t first = fake_now;
	uint64_t last = fake_now + 7000000;

	(void)state;
	udp_packet(whole, FAR_ADDR, 9, OUR_ADDR, PORT, data, 24);
	memcpy(a + IP_LEN, whole + IP_LEN, 16);
	memcpy(b + IP_LEN, whole + IP_LEN + 16, 16);
	/* In the wrong order: the head of the chain is the later one. */
	fake_arrive(b, ip_packet(b, FAR_ADDR, OUR_ADDR, 17, 77, 2, 60, 16),
		    first);
	fake_arrive(a, ip_packet(a, FAR_ADDR, OUR_ADDR, 17, 77, 0x2000, 60, 16),
		    last);
	fake_run_ms(10);
	assert_int_equal(stamp_of_next(fd, UK_SO_TIMESTAMPNS),
			 (int64_t)(last + fake_wall_offset));
	/* And in the right order. */
	fake_arrive(a, ip_packet(a, FAR_ADDR, OUR_ADDR, 17, 78, 0x2000, 60, 16),
		    first);
	fake_arrive(b, ip_packet(b, FAR_ADDR, OUR_ADDR, 17, 78, 2, 60, 16),
		    last);
	fake_run_ms(10);
	assert_int_equal(stamp_of_next(fd, UK_SO_TIMESTAMPNS),
			 (int64_t)(last + fake_wall_offset));
	sk_close(fd);
}

static void copies_keep_it(void **state)
{
	struct pbuf *p = pbuf_alloc(PBUF_RAW, 10, PBUF_RAM);
	struct pbuf *q;

	(void)state;
	assert_int_equal(p->rx_mono_ns, 0);
	p->rx_mono_ns = 42;
	q = pbuf_clone(PBUF_RAW, PBUF_RAM, p);
	assert_int_equal(q->rx_mono_ns, 42);
	pbuf_free(q);
	pbuf_free(p);
}

/* Packets to ourselves have no frame: they arrive when they are delivered. */
static void loopback_has_a_time(void **state)
{
	int fd = receiver(UK_SO_TIMESTAMPNS);
	int64_t stamp;
	uint64_t before;

	(void)state;
	assert_int_equal(sk_sendto(fd, "x", 1, "127.0.0.1", PORT), 1);
	before = fake_now;
	fake_run_ms(1);
	stamp = stamp_of_next(fd, UK_SO_TIMESTAMPNS);
	assert_true(stamp >= (int64_t)(before + fake_wall_offset));
	assert_true(stamp <= (int64_t)(fake_now + fake_wall_offset));
	sk_close(fd);
}

static void too_small_control_is_cut(void **state)
{
	int fd = receiver(UK_SO_TIMESTAMPNS);
	uint8_t buf[8], control[24];
	struct uk_iovec iov = {buf, sizeof(buf)};
	struct uk_msghdr m = {.iov = &iov,
			      .iovlen = 1,
			      .control = control,
			      .controllen = sizeof(control)};

	(void)state;
	sk_sendto(fd, "x", 1, "127.0.0.1", PORT);
	assert_int_equal(uk_syscall_r_recvmsg(fd, (long)&m, 0), 1);
	assert_int_equal(m.flags & UK_MSG_CTRUNC, UK_MSG_CTRUNC);
	assert_int_equal(m.controllen, 0);
	sk_close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frame_to_message),
		cmocka_unit_test(microseconds),
		cmocka_unit_test(last_fragment_counts),
		cmocka_unit_test(copies_keep_it),
		cmocka_unit_test(loopback_has_a_time),
		cmocka_unit_test(too_small_control_is_cut),
	};

	return cmocka_run_group_tests(tests, fake_setup, NULL);
}
