/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Kernel parameter of IPv6: netdev.ip6=auto or netdev.ip6=ADDR/64[,GATEWAY],
 * once for each device, in the order of the devices. A device without it has
 * no IPv6.
 */
#include <string.h>
#include <uk/errno.h>
#include <uk/param.h>
#include "lwip/ip6_addr.h"
#include "../stack.h"

#define GROUPS 8
#define NO_GAP (GROUPS + 1)

static struct uk_lwip_config6 configs[UK_LWIP_DEVICES];
static unsigned given;

const struct uk_lwip_config6 *uk_lwip_config6(unsigned i)
{
	return &configs[i];
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Up to four hexadecimal digits; what follows, or NULL. */
static const char *parse_group(const char *text, uint16_t *group)
{
	unsigned value = 0;
	unsigned digits = 0;

	while (hex_digit(*text) >= 0 && digits <= 4) {
		value = value << 4 | (unsigned)hex_digit(*text++);
		digits++;
	}
	*group = (uint16_t)value;
	return digits == 0 || digits > 4 ? NULL : text;
}

/*
 * Eight groups, or fewer and one "::" (RFC 4291 section 2.2). The form that
 * ends in an IPv4 address is for addresses that no interface has.
 *
 * @return what follows the address, or NULL
 */
static const char *parse_addr(const char *text, ip6_addr_t *addr)
{
	uint16_t group[GROUPS] = {0};
	unsigned n = 0, gap = NO_GAP;

	if (text[0] == ':' && text[1] == ':') {
		gap = 0;
		text += 2;
	}
	while (n < GROUPS && (gap != n || hex_digit(*text) >= 0)) {
		text = parse_group(text, &group[n++]);
		if (!text)
			return NULL;
		if (*text != ':' || n == GROUPS)
			break;
		text++;
		if (*text == ':') {
			if (gap != NO_GAP)
				return NULL;
			gap = n;
			text++;
		}
	}
	if (gap == NO_GAP ? n != GROUPS : n == GROUPS)
		return NULL;
	if (gap != NO_GAP) {
		memmove(group + GROUPS - (n - gap), group + gap,
			(n - gap) * sizeof(*group));
		memset(group + gap, 0, (GROUPS - n) * sizeof(*group));
	}
	for (n = 0; n < GROUPS; n++)
		group[n] = lwip_htons(group[n]);
	memset(addr, 0, sizeof(*addr));
	memcpy(addr->addr, group, sizeof(group));
	return text;
}

/* Addresses that one interface can have (RFC 4291 section 2.4). */
static bool unicast(const ip6_addr_t *a)
{
	return !ip6_addr_isany(a) && !ip6_addr_isloopback(a) &&
	       !ip6_addr_ismulticast(a) && !ip6_addr_isipv4mappedipv6(a);
}

/* A router is a neighbour. */
static bool on_link(const struct uk_lwip_config6 *c)
{
	return ip6_addr_islinklocal(&c->gateway) ||
	       (ip6_addr_netcmp_zoneless(&c->gateway, &c->addr) &&
		!ip6_addr_cmp_zoneless(&c->gateway, &c->addr));
}

/*
 * Prefixes are /64: other ones cannot be made from an interface's identifier
 * (RFC 4291 section 2.5.1), and lwIP has no other.
 */
static int parse(const char *text, struct uk_lwip_config6 *c)
{
	if (!strcmp(text, "auto")) {
		c->automatic = true;
		return 0;
	}
	text = parse_addr(text, &c->addr);
	if (!text || !unicast(&c->addr) || ip6_addr_islinklocal(&c->addr) ||
	    strncmp(text, "/64", 3) != 0)
		return -EINVAL;
	text += 3;
	if (*text == ',') {
		text = parse_addr(text + 1, &c->gateway);
		if (!text || !unicast(&c->gateway) || !on_link(c))
			return -EINVAL;
	}
	return *text == '\0' ? 0 : -EINVAL;
}

static int set_ip6(const char *value)
{
	struct uk_lwip_config6 c = {.given = true};
	int r;

	if (given >= UK_LWIP_DEVICES)
		return -ERANGE;
	r = parse(value, &c);
	if (!r)
		configs[given++] = c;
	return r;
}
UK_PARAM(netdev_ip6, "netdev.ip6", "auto, or ADDR/64[,GATEWAY], IPv6", set_ip6);
