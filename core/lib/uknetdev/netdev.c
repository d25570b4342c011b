/* SPDX-License-Identifier: BSD-3-Clause */
/* The list of network devices, and the calls that reach their drivers. */
#include <uk/errno.h>
#include <uk/netdev.h>

static struct uk_netdev *first;
static unsigned count;

unsigned uk_netdev_register(struct uk_netdev *dev)
{
	struct uk_netdev **end = &first;

	while (*end)
		end = &(*end)->next;
	dev->next = 0;
	*end = dev;
	return count++;
}

unsigned uk_netdev_count(void)
{
	return count;
}

struct uk_netdev *uk_netdev_get(unsigned i)
{
	struct uk_netdev *dev = first;

	while (dev && i-- > 0)
		dev = dev->next;
	return dev;
}

const uint8_t *uk_netdev_mac(const struct uk_netdev *dev)
{
	return dev->mac;
}

uint16_t uk_netdev_mtu(const struct uk_netdev *dev)
{
	return dev->mtu;
}

const struct uk_netdev_stats *uk_netdev_stats(const struct uk_netdev *dev)
{
	return &dev->stats;
}

int uk_netdev_start(struct uk_netdev *dev, void (*rx_ready)(void *arg),
		    void *arg)
{
	int rc;

	if (dev->started)
		return -EBUSY;
	dev->rx_ready_arg = arg;
	dev->rx_ready = rx_ready;
	rc = dev->ops->start(dev);
	dev->started = rc == 0;
	return rc;
}

unsigned uk_netdev_tx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
			    unsigned n)
{
	return dev->started ? dev->ops->tx_burst(dev, pkts, n) : 0;
}

unsigned uk_netdev_rx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
			    unsigned n)
{
	return dev->started ? dev->ops->rx_burst(dev, pkts, n) : 0;
}

bool uk_netdev_rx_arm(struct uk_netdev *dev)
{
	return dev->started && dev->ops->rx_arm(dev);
}
