/* SPDX-License-Identifier: BSD-3-Clause */
/* virtio-net through uknetdev, against a device in memory. */
#include "test.h"
#include <stdlib.h>
#include <string.h>
#include <uk/errno.h>
#include <uk/netdev.h>
#include <uk/virtio.h>
#include "shim.h"

#define F_MTU (1ULL << 3)
#define F_MAC (1ULL << 5)

/* A device: what a transport and the other side of the rings do. */
struct device {
	struct uk_virtio_dev dev;
	uint64_t offers, accepted;
	uint8_t status;
	uint8_t config[16];
	uint16_t max;
	unsigned kicks;
	uint16_t avail[2]; /* next entry to take, by queue */
};

static struct device *device;
static struct uk_netdev *nd;
static unsigned devices_before;
static unsigned ready_calls;

static uint64_t features_get(struct uk_virtio_dev *d)
{
	(void)d;
	return device->offers;
}

static void features_set(struct uk_virtio_dev *d, uint64_t f)
{
	(void)d;
	device->accepted = f;
}

static uint8_t status_get(struct uk_virtio_dev *d)
{
	(void)d;
	return device->status;
}

static void status_set(struct uk_virtio_dev *d, uint8_t s)
{
	(void)d;
	device->status = s;
}

static uint8_t config_read8(struct uk_virtio_dev *d, unsigned offset)
{
	(void)d;
	return device->config[offset];
}

static uint32_t config_generation(struct uk_virtio_dev *d)
{
	(void)d;
	return 0;
}

static uint16_t queue_max(struct uk_virtio_dev *d, uint16_t index)
{
	(void)d;
	return index < 2 ? device->max : 0;
}

static int queue_enable(struct uk_virtio_dev *d, struct uk_virtio_queue *q)
{
	(void)d;
	(void)q;
	return 0;
}

static void notify(struct uk_virtio_queue *q)
{
	(void)q;
	device->kicks++;
}

static void name(const struct uk_virtio_dev *d, char *text, size_t size)
{
	(void)d;
	strncpy(text, "test", size);
}

static const struct uk_virtio_transport transport = {
	features_get,      features_set, status_get,   status_set, config_read8,
	config_generation, queue_max,    queue_enable, notify,     name};

static void rx_ready(void *arg)
{
	(void)arg;
	ready_calls++;
}

static void attach(bool legacy, uint64_t offers, uint16_t max)
{
	device = calloc(1, sizeof(*device));
	device->dev.ops = &transport;
	device->dev.id = UK_VIRTIO_ID_NET;
	device->dev.legacy = legacy;
	device->offers = offers;
	device->max = max;
	memcpy(device->config, "\x02\x00\x00\x11\x22\x33", 6);
	devices_before = uk_netdev_count();
	ready_calls = 0;
	shim_now_ns = 1000;
	assert_int_equal(uk_virtio_attach(&device->dev), 0);
	assert_int_equal(uk_netdev_count(), devices_before + 1);
	nd = uk_netdev_get(devices_before);
	assert_int_equal(uk_netdev_start(nd, rx_ready, 0), 0);
}

static int modern(void **state)
{
	(void)state;
	attach(false, UK_VIRTIO_F_VERSION_1 | F_MAC, 256);
	return 0;
}

static struct uk_virtq *vq(unsigned q)
{
	return &device->dev.queue[q]->vq;
}

/* Takes the next chain of a queue; its descriptors in order. */
static unsigned pop(unsigned q, struct uk_virtq_desc *d, uint16_t *head)
{
	unsigned n = 0;
	uint16_t i;

	assert_true(device->avail[q] != vq(q)->avail->idx);
	i = vq(q)->avail->ring[device->avail[q]++ % vq(q)->size];
	*head = i;
	for (;; i = d[n - 1].next) {
		d[n++] = vq(q)->desc[i];
		if (!(d[n - 1].flags & UK_VIRTQ_DESC_F_NEXT))
			return n;
	}
}

static void push(unsigned q, uint32_t id, uint32_t len)
{
	struct uk_virtq_used *u = vq(q)->used;

	u->ring[u->idx % vq(q)->size] =
		(struct uk_virtq_used_elem){.id = id, .len = len};
	u->idx++;
}

/* A frame of len bytes arrives; no interrupt yet. */
static void deliver(unsigned len, uint8_t fill)
{
	struct uk_virtq_desc d[4];
	uint16_t head;

	pop(0, d, &head);
	memset((void *)(uintptr_t)d[0].addr, 0, 12);
	if (len && len + 12 <= d[0].len)
		memset((void *)(uintptr_t)(d[0].addr + 12), fill, len);
	push(0, head, len + 12);
}

static void test_set_up(void **state)
{
	(void)state;
	assert_memory_equal(uk_netdev_mac(nd), "\x02\x00\x00\x11\x22\x33", 6);
	assert_int_equal(uk_netdev_mtu(nd), 1500);
	assert_int_equal(device->accepted, UK_VIRTIO_F_VERSION_1 | F_MAC);
	assert_true(device->status & UK_VIRTIO_S_DRIVER_OK);
	assert_int_equal(vq(0)->avail->idx, 64);
	assert_int_equal(vq(1)->avail->flags, UK_VIRTQ_AVAIL_F_NO_INTERRUPT);
	assert_int_equal(uk_netdev_start(nd, rx_ready, 0), -EBUSY);
	assert_null(uk_netdev_get(1000));
}

/* Each frame has the time of its interrupt, not of its fetching. */
static void test_stamps(void **state)
{
	struct uk_netbuf *p[4];

	(void)state;
	deliver(60, 1);
	shim_now_ns = 2000;
	uk_virtio_irq(&device->dev);
	deliver(61, 2);
	deliver(62, 3);
	shim_now_ns = 3000;
	uk_virtio_irq(&device->dev);
	deliver(63, 4); /* seen first by the poll */
	shim_now_ns = 4000;
	assert_int_equal(ready_calls, 2);
	assert_int_equal(uk_netdev_rx_burst(nd, p, 4), 4);
	assert_int_equal(p[0]->rx_mono_ns, 2000);
	assert_int_equal(p[1]->rx_mono_ns, 3000);
	assert_int_equal(p[2]->rx_mono_ns, 3000);
	assert_int_equal(p[3]->rx_mono_ns, 4000);
	assert_int_equal(p[2]->len, 62);
	assert_int_equal(p[2]->data[0], 3);
	assert_int_equal((uintptr_t)p[2]->data % 4, 2);
	for (unsigned i = 0; i < 4; i++)
		uk_netbuf_free(p[i]);
	assert_int_equal(vq(0)->in_flight, 64);
	assert_false(uk_netdev_rx_arm(nd));
	deliver(60, 1);
	assert_true(uk_netdev_rx_arm(nd));
}

static void test_lengths(void **state)
{
	struct uk_netbuf *p[8];

	(void)state;
	deliver(14, 0); /* just a header */
	deliver(13, 0); /* runts */
	deliver(0, 0);
	deliver(1514, 0); /* MTU */
	deliver(1518, 0); /* with a VLAN tag */
	assert_int_equal(uk_netdev_rx_burst(nd, p, 8), 3);
	assert_int_equal(p[2]->len, 1518);
	assert_int_equal(uk_netdev_stats(nd)->rx_runts, 2);
	assert_int_equal(uk_netdev_stats(nd)->rx_packets, 3);
	assert_int_equal(uk_netdev_stats(nd)->rx_bytes, 14 + 1514 + 1518);
	for (unsigned i = 0; i < 3; i++)
		uk_netbuf_free(p[i]);
	assert_int_equal(vq(0)->in_flight, 64);
}

static void test_lying_device(void **state)
{
	struct uk_netbuf *p[8];
	struct uk_netbuf *nb = uk_netbuf_alloc(60, 0);
	unsigned before = shim_messages;

	(void)state;
	deliver(1519, 0); /* longer than the buffer it has */
	assert_int_equal(uk_netdev_rx_burst(nd, p, 8), 0);
	assert_int_equal(uk_netdev_stats(nd)->rx_errors, 1);
	assert_int_equal(shim_messages, before + 1);
	assert_int_equal(uk_netdev_rx_burst(nd, p, 8), 0);
	assert_int_equal(shim_messages, before + 1);
	assert_false(uk_netdev_rx_arm(nd));
	nb->len = 60;
	assert_int_equal(uk_netdev_tx_burst(nd, &nb, 1), 1);
}

static void test_index_storm(void **state)
{
	struct uk_netbuf *p[8];

	(void)state;
	vq(0)->used->idx = 40000;
	uk_virtio_irq(&device->dev);
	assert_int_equal(uk_netdev_rx_burst(nd, p, 8), 0);
	assert_int_equal(uk_netdev_stats(nd)->rx_errors, 1);
}

/* More packets than the ring has entries, fetched in odd bursts. */
static void test_long_reception(void **state)
{
	struct uk_netbuf *p[7];

	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		unsigned n = i % 7 + 1, got;

		for (unsigned k = 0; k < n; k++)
			deliver(60 + k, (uint8_t)i);
		got = uk_netdev_rx_burst(nd, p, 7);
		assert_int_equal(got, n);
		for (unsigned k = 0; k < n; k++) {
			assert_int_equal(p[k]->len, 60 + k);
			assert_int_equal(p[k]->data[59], (uint8_t)i);
			uk_netbuf_free(p[k]);
		}
	}
}

static unsigned freed;

static void count_free(struct uk_netbuf *nb)
{
	freed++;
	free(nb);
}

static struct uk_netbuf *frame(uint16_t len)
{
	struct uk_netbuf *nb = calloc(1, sizeof(*nb) + len);

	nb->data = (uint8_t *)(nb + 1);
	nb->len = nb->cap = len;
	nb->release = count_free;
	return nb;
}

static void test_transmission(void **state)
{
	static const uint8_t zero[12];
	struct uk_virtq_desc d[4];
	struct uk_netbuf *p[4] = {frame(60), frame(13), frame(1515),
				  frame(1514)};
	unsigned kicks = device->kicks;
	uint16_t head;

	(void)state;
	freed = 0;
	assert_int_equal(uk_netdev_tx_burst(nd, p, 4), 4);
	assert_int_equal(device->kicks, kicks + 1);
	assert_int_equal(freed, 2); /* the two that cannot be sent */
	assert_int_equal(uk_netdev_stats(nd)->tx_errors, 2);
	assert_int_equal(uk_netdev_stats(nd)->tx_packets, 2);
	assert_int_equal(pop(1, d, &head), 2);
	assert_int_equal(d[0].len, 12);
	assert_memory_equal((void *)(uintptr_t)d[0].addr, zero, 12);
	assert_int_equal(d[1].addr, (uintptr_t)p[0]->data);
	assert_int_equal(d[1].len, 60);
	push(1, head, 0);
	pop(1, d, &head);
	assert_int_equal(d[1].len, 1514);
	push(1, head, 0);
	assert_int_equal(uk_netdev_tx_burst(nd, p, 0), 0);
	assert_int_equal(freed, 4);
}

static void test_back_pressure(void **state)
{
	struct uk_netbuf *p[200];
	struct uk_virtq_desc d[4];
	unsigned sent;
	uint16_t head;

	(void)state;
	freed = 0;
	for (unsigned i = 0; i < 200; i++)
		p[i] = frame(60);
	sent = uk_netdev_tx_burst(nd, p, 200);
	assert_int_equal(sent, 128);
	assert_int_equal(uk_netdev_stats(nd)->tx_full, 1);
	assert_int_equal(uk_netdev_tx_burst(nd, p + sent, 200 - sent), 0);
	pop(1, d, &head);
	push(1, head, 0);
	assert_int_equal(uk_netdev_tx_burst(nd, p + sent, 200 - sent), 1);
	assert_int_equal(freed, 1);
	while (vq(1)->in_flight) {
		while (device->avail[1] != vq(1)->avail->idx) {
			pop(1, d, &head);
			push(1, head, 0);
		}
		uk_netdev_rx_arm(nd); /* reclaims as well */
	}
	for (unsigned i = sent + 1; i < 200; i++)
		uk_netbuf_free(p[i]);
	assert_int_equal(freed, 200);
}

/* The stack sends on what it receives: with all buffers on their way out,
 * completions must raise an interrupt, or nothing ever happens again. */
static void test_forwarding_all_buffers(void **state)
{
	struct uk_virtq_desc d[4];
	struct uk_netbuf *p[64];
	unsigned before;
	uint16_t head;

	(void)state;
	for (unsigned i = 0; i < 64; i++)
		deliver(60, 1);
	assert_int_equal(uk_netdev_rx_burst(nd, p, 64), 64);
	assert_int_equal(vq(1)->avail->flags, UK_VIRTQ_AVAIL_F_NO_INTERRUPT);
	assert_int_equal(uk_netdev_tx_burst(nd, p, 64), 64);
	assert_false(uk_netdev_rx_arm(nd));
	assert_int_equal(vq(1)->avail->flags, 0);
	before = ready_calls;
	pop(1, d, &head);
	push(1, head, 0);
	device->dev.queue[1]->irq(device->dev.queue[1]->irq_arg);
	assert_int_equal(ready_calls, before + 1);
	for (unsigned i = 1; i < 64; i++) {
		pop(1, d, &head);
		push(1, head, 0);
	}
	assert_false(uk_netdev_rx_arm(nd));
	assert_int_equal(vq(0)->in_flight, 64);
	assert_false(uk_netdev_rx_arm(nd));
	assert_int_equal(vq(1)->avail->flags, UK_VIRTQ_AVAIL_F_NO_INTERRUPT);
}

static void test_legacy_split_header(void **state)
{
	struct uk_virtq_desc d[4];
	struct uk_netbuf *p;
	uint16_t head;

	(void)state;
	attach(true, F_MAC, 256);
	assert_int_equal(pop(0, d, &head), 2);
	assert_int_equal(d[0].len, 10);
	assert_int_equal(d[0].addr + 10, d[1].addr);
	memset((void *)(uintptr_t)d[1].addr, 9, 60);
	push(0, head, 70);
	assert_int_equal(uk_netdev_rx_burst(nd, &p, 1), 1);
	assert_int_equal(p->len, 60);
	assert_int_equal(p->data[59], 9);
	uk_netbuf_free(p);
}

static void test_small_queue_and_mtu(void **state)
{
	unsigned before = shim_messages;

	(void)state;
	attach(false, UK_VIRTIO_F_VERSION_1 | F_MAC | F_MTU, 16);
	assert_int_equal(vq(0)->size, 16);
	assert_int_equal(shim_messages, before + 1); /* fewer buffers: said */
	assert_int_equal(uk_netdev_mtu(nd), 1500);   /* 0 is not a size */
}

static void test_jumbo_mtu_fits_a_netbuf(void **state)
{
	struct uk_netbuf *p[1];

	(void)state;
	device = 0;
	attach(false, UK_VIRTIO_F_VERSION_1 | F_MAC, 8);
	device->config[10] = 0xff;
	device->config[11] = 0xff;
	device->offers |= F_MTU;
	device->avail[0] = device->avail[1] = 0;
	assert_int_equal(uk_virtio_attach(&device->dev), 0);
	nd = uk_netdev_get(uk_netdev_count() - 1);
	assert_int_equal(uk_netdev_start(nd, rx_ready, 0), 0);
	assert_int_equal(uk_netdev_mtu(nd), 65535 - 14 - 4);
	deliver(65535, 1);
	assert_int_equal(uk_netdev_rx_burst(nd, p, 1), 1);
	assert_int_equal(p[0]->len, 65535);
}

static void test_device_without_version_1(void **state)
{
	(void)state;
	device = calloc(1, sizeof(*device));
	device->dev.ops = &transport;
	device->dev.id = UK_VIRTIO_ID_NET;
	device->max = 256;
	assert_int_equal(uk_virtio_attach(&device->dev), -EIO);
	assert_int_equal(device->status, UK_VIRTIO_S_FAILED);
	device->dev.id = 77;
	assert_int_equal(uk_virtio_attach(&device->dev), -ENODEV);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup(f, modern)
	const struct CMUnitTest tests[] = {
		T(test_set_up),
		T(test_stamps),
		T(test_lengths),
		T(test_lying_device),
		T(test_index_storm),
		T(test_long_reception),
		T(test_transmission),
		T(test_back_pressure),
		T(test_forwarding_all_buffers),
		cmocka_unit_test(test_legacy_split_header),
		cmocka_unit_test(test_small_queue_and_mtu),
		cmocka_unit_test(test_jumbo_mtu_fits_a_netbuf),
		cmocka_unit_test(test_device_without_version_1),
	};

	return cmocka_run_group_tests_name("net", tests, 0, 0);
}
