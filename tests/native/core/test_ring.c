/* SPDX-License-Identifier: BSD-3-Clause */
/* Virtqueues against a device that follows the rules, and others. */
#include "test.h"
#include <stdlib.h>
#include <string.h>
#include <uk/errno.h>
#include <uk/virtio_ring.h>

#define SIZE 8

struct rig {
	struct uk_virtq vq;
	struct uk_virtq_chain chain[SIZE];
	void *mem;
	uint16_t device_avail; /* the device's next avail entry */
};

static char payload[64];
static int cookies[SIZE];

static int set_up(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));

	r->mem = aligned_alloc(4096, 4096);
	memset(r->mem, 0, 4096);
	uk_virtq_init(&r->vq, SIZE, r->mem, r->chain);
	*state = r;
	return 0;
}

static int tear_down(void **state)
{
	struct rig *r = *state;

	free(r->mem);
	free(r);
	return 0;
}

/* The device takes the next chain. */
static uint16_t device_pop(struct rig *r)
{
	assert_true(r->device_avail != r->vq.avail->idx);
	return r->vq.avail->ring[r->device_avail++ % SIZE];
}

static void device_push(struct rig *r, uint32_t id, uint32_t len)
{
	struct uk_virtq_used *u = r->vq.used;

	u->ring[u->idx % SIZE] =
		(struct uk_virtq_used_elem){.id = id, .len = len};
	u->idx++;
}

static int add(struct rig *r, unsigned out, unsigned in, void *cookie)
{
	struct uk_virtq_seg segs[4];

	for (unsigned i = 0; i < 4; i++)
		segs[i] = (struct uk_virtq_seg){payload + i, 10 + i};
	return uk_virtq_add(&r->vq, segs, out, in, cookie);
}

static void test_descriptors(void **state)
{
	struct rig *r = *state;
	const struct uk_virtq_desc *d;
	uint16_t head;

	assert_int_equal(add(r, 1, 2, &cookies[0]), 0);
	assert_int_equal(r->vq.avail->idx, 0);
	assert_true(uk_virtq_publish(&r->vq));
	head = device_pop(r);
	d = &r->vq.desc[head];
	assert_int_equal(d->addr, (uintptr_t)payload);
	assert_int_equal(d->len, 10);
	assert_int_equal(d->flags, UK_VIRTQ_DESC_F_NEXT);
	d = &r->vq.desc[d->next];
	assert_int_equal(d->len, 11);
	assert_int_equal(d->flags,
			 UK_VIRTQ_DESC_F_NEXT | UK_VIRTQ_DESC_F_WRITE);
	d = &r->vq.desc[d->next];
	assert_int_equal(d->addr, (uintptr_t)payload + 2);
	assert_int_equal(d->flags, UK_VIRTQ_DESC_F_WRITE);
}

static void test_layout_of_legacy_devices(void **state)
{
	struct rig *r = *state;

	/* 2.7.2 (legacy): used ring at the next multiple of the alignment */
	assert_ptr_equal(r->vq.avail, (char *)r->mem + 16 * SIZE);
	assert_int_equal(((char *)r->vq.used - (char *)r->mem) % UK_VIRTQ_ALIGN,
			 0);
	assert_true((char *)r->vq.used - (char *)r->mem >=
		    16 * SIZE + 4 + 2 * SIZE + 2);
	assert_true(uk_virtq_bytes(SIZE) <= 4096);
	assert_true(uk_virtq_bytes(128) <= 4096);
}

static void test_no_notification_when_device_is_awake(void **state)
{
	struct rig *r = *state;

	r->vq.used->flags = UK_VIRTQ_USED_F_NO_NOTIFY;
	add(r, 1, 0, &cookies[0]);
	assert_false(uk_virtq_publish(&r->vq));
}

static void test_full(void **state)
{
	struct rig *r = *state;

	for (unsigned i = 0; i < SIZE / 2; i++)
		assert_int_equal(add(r, 1, 1, &cookies[i]), 0);
	assert_int_equal(add(r, 1, 0, &cookies[0]), -ENOSPC);
	assert_int_equal(add(r, 0, 0, &cookies[0]), -ENOSPC);
}

/* Chains of 1 to 4, finished out of order, around the 16-bit index. */
static void test_long_run_out_of_order(void **state)
{
	struct rig *r = *state;
	uint32_t len;

	for (unsigned i = 0; i < 70000; i++) {
		unsigned n = i % 4 + 1;
		uint16_t a, b;
		void *first, *second;

		assert_int_equal(add(r, 0, n, &cookies[0]), 0);
		assert_int_equal(add(r, 0, 1, &cookies[1]), 0);
		uk_virtq_publish(&r->vq);
		a = device_pop(r);
		b = device_pop(r);
		device_push(r, b, 7);
		device_push(r, a, 10);
		assert_true(uk_virtq_pending(&r->vq));
		first = uk_virtq_take(&r->vq, &len);
		assert_ptr_equal(first, &cookies[1]);
		assert_int_equal(len, 7);
		second = uk_virtq_take(&r->vq, &len);
		assert_ptr_equal(second, &cookies[0]);
		assert_null(uk_virtq_take(&r->vq, &len));
		assert_int_equal(r->vq.free_count, SIZE);
		assert_int_equal(r->vq.in_flight, 0);
	}
	assert_false(r->vq.broken);
}

static void expect_broken(struct rig *r)
{
	uint32_t len;

	assert_null(uk_virtq_take(&r->vq, &len));
	assert_true(r->vq.broken);
	assert_false(uk_virtq_pending(&r->vq));
	assert_int_equal(add(r, 1, 0, &cookies[0]), -EIO);
}

static uint16_t one_in_flight(struct rig *r)
{
	assert_int_equal(add(r, 1, 1, &cookies[0]), 0);
	uk_virtq_publish(&r->vq);
	return device_pop(r);
}

static void test_id_out_of_range(void **state)
{
	one_in_flight(*state);
	device_push(*state, 0x10000, 0);
	expect_broken(*state);
}

static void test_id_not_in_flight(void **state)
{
	uint16_t head = one_in_flight(*state);

	device_push(*state, head + 1u, 0); /* its second descriptor */
	expect_broken(*state);
}

static void test_id_twice(void **state)
{
	struct rig *r = *state;
	uint16_t head = one_in_flight(r);
	uint32_t len;

	assert_int_equal(add(r, 1, 0, &cookies[1]), 0);
	device_push(r, head, 0);
	device_push(r, head, 0);
	assert_ptr_equal(uk_virtq_take(&r->vq, &len), &cookies[0]);
	expect_broken(r);
}

static void test_length_beyond_buffers(void **state)
{
	uint16_t head = one_in_flight(*state);

	device_push(*state, head, 12); /* 11 are writable */
	expect_broken(*state);
}

static void test_index_jumps(void **state)
{
	struct rig *r = *state;

	one_in_flight(r);
	r->vq.used->idx = 2;
	expect_broken(r);
}

static void test_index_goes_back(void **state)
{
	struct rig *r = *state;

	one_in_flight(r);
	r->vq.used->idx = UINT16_MAX;
	expect_broken(r);
}

/* A device may scribble over the descriptor table; it is not read back. */
static void test_descriptors_overwritten(void **state)
{
	struct rig *r = *state;
	uint16_t head = one_in_flight(r);
	uint32_t len;

	memset(r->vq.desc, 0xff, sizeof(*r->vq.desc) * SIZE);
	device_push(r, head, 11);
	assert_ptr_equal(uk_virtq_take(&r->vq, &len), &cookies[0]);
	for (unsigned i = 0; i < SIZE; i++)
		assert_int_equal(add(r, 1, 0, &cookies[i]), 0);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_descriptors),
		T(test_layout_of_legacy_devices),
		T(test_no_notification_when_device_is_awake),
		T(test_full),
		T(test_long_run_out_of_order),
		T(test_id_out_of_range),
		T(test_id_not_in_flight),
		T(test_id_twice),
		T(test_length_beyond_buffers),
		T(test_index_jumps),
		T(test_index_goes_back),
		T(test_descriptors_overwritten),
	};

	return cmocka_run_group_tests_name("ring", tests, 0, 0);
}
