/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Kernel parameters of the network: netdev.ip=ADDR/LEN[:GATEWAY[:DNS]], once
 * for each device, in the order of the devices; and the three older names
 * for the first device.
 */
#include <string.h>
#include <uk/errno.h>
#include <uk/param.h>
#include <uk/socket.h>
#include "lwip/ip4_addr.h"
#include "stack.h"

static struct uk_lwip_config configs[UK_LWIP_DEVICES];
static unsigned given;

const struct uk_lwip_config *uk_lwip_config(unsigned i)
{
	return &configs[i];
}

/*
 * Four decimal numbers with dots and nothing else: the older forms that
 * inet_aton() takes (octal, two numbers) are typing errors here.
 *
 * @return what follows the address, or NULL
 */
static const char *parse_addr(const char *text, ip4_addr_t *addr)
{
	unsigned char byte[4];
	unsigned i;

	for (i = 0; i < 4; i++) {
		unsigned value = 0;
		unsigned digits = 0;

		while (*text >= '0' && *text <= '9' && digits < 4) {
			value = value * 10 + (unsigned)(*text++ - '0');
			digits++;
		}
		if (digits == 0 || digits > 3 || value > 255)
			return NULL;
		if (i < 3 && *text++ != '.')
			return NULL;
		byte[i] = (unsigned char)value;
	}
	memcpy(&addr->addr, byte, sizeof(byte));
	return text;
}

static const char *parse_prefix(const char *text, ip4_addr_t *mask)
{
	unsigned bits = 0;
	unsigned digits = 0;

	while (*text >= '0' && *text <= '9' && digits < 3) {
		bits = bits * 10 + (unsigned)(*text++ - '0');
		digits++;
	}
	if (digits == 0 || bits > 32)
		return NULL;
	mask->addr = lwip_htonl(bits ? 0xffffffffu << (32 - bits) : 0);
	return text;
}

/* Addresses that no interface can have (RFC 1122 section 3.2.1.3). */
static bool usable(const ip4_addr_t *addr)
{
	return !ip4_addr_isany(addr) && !ip4_addr_ismulticast(addr) &&
	       !ip4_addr_isloopback(addr) && ip4_addr1(addr) < 240;
}

/* A host route (/32) reaches its gateway without sharing a network. */
static bool on_link(const struct uk_lwip_config *c)
{
	return c->mask.addr == 0xffffffffu ||
	       ip4_addr_netcmp(&c->addr, &c->gateway, &c->mask);
}

static int parse(const char *text, struct uk_lwip_config *c)
{
	ip4_addr_t dns;

	dns.addr = 0;
	text = parse_addr(text, &c->addr);
	if (!text || *text++ != '/' || !usable(&c->addr))
		return -EINVAL;
	text = parse_prefix(text, &c->mask);
	if (!text)
		return -EINVAL;
	if (*text == ':') {
		text = parse_addr(text + 1, &c->gateway);
		if (!text || !usable(&c->gateway) || !on_link(c))
			return -EINVAL;
		if (*text == ':') {
			text = parse_addr(text + 1, &dns);
			if (!text || ip4_addr_isany(&dns))
				return -EINVAL;
		}
	}
	if (*text != '\0')
		return -EINVAL;
	if (dns.addr)
		uk_dns_server_set(dns.addr);
	return 0;
}

static int set_ip(const char *value)
{
	struct uk_lwip_config c = {.given = true};
	int r;

	if (given >= UK_LWIP_DEVICES)
		return -ERANGE;
	r = parse(value, &c);
	if (!r)
		configs[given++] = c;
	return r;
}
UK_PARAM(netdev_ip, "netdev.ip", "ADDR/LEN[:GATEWAY[:DNS]], IPv4", set_ip);

static int set_one(const char *value, ip4_addr_t *addr)
{
	const char *end = parse_addr(value, addr);

	return end && *end == '\0' ? 0 : -EINVAL;
}

static int set_addr(const char *value)
{
	int r = set_one(value, &configs[0].addr);

	if (r || !usable(&configs[0].addr))
		return -EINVAL;
	configs[0].given = true;
	if (ip4_addr_isany_val(configs[0].mask))
		configs[0].mask.addr = PP_HTONL(0xffffff00u);
	return 0;
}
UK_PARAM(netdev_addr, "netdev.ipv4_addr", "ADDR", set_addr);

static int set_gateway(const char *value)
{
	return set_one(value, &configs[0].gateway);
}
UK_PARAM(netdev_gw, "netdev.ipv4_gw_addr", "ADDR", set_gateway);

static int set_mask(const char *value)
{
	return set_one(value, &configs[0].mask);
}
UK_PARAM(netdev_mask, "netdev.ipv4_subnet_mask", "ADDR", set_mask);
