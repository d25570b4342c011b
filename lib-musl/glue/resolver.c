/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The name server of the resolver: what /etc/resolv.conf says, else the DNS
 * address of the kernel parameter netdev.ip.
 */
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include "lookup.h"

/* musl's reader of /etc/resolv.conf; without one it names 127.0.0.1. */
hidden int __uk_resolv_conf(struct resolvconf *conf, char *search, size_t size);

/* Of posix-socket; an image without sockets has no resolver either. */
extern uint32_t uk_dns_server(void) __attribute__((__weak__));

static int is_fallback(const struct resolvconf *conf)
{
	static const unsigned char loopback[4] = {127, 0, 0, 1};

	return conf->nns == 1 && conf->ns[0].family == AF_INET &&
	       !memcmp(conf->ns[0].addr, loopback, sizeof(loopback));
}

int __get_resolv_conf(struct resolvconf *conf, char *search, size_t size)
{
	uint32_t server = uk_dns_server ? uk_dns_server() : 0;
	int r = __uk_resolv_conf(conf, search, size);

	if (r == 0 && server && is_fallback(conf))
		memcpy(conf->ns[0].addr, &server, sizeof(server));
	return r;
}
