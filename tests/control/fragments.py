#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Routers of IPv6 on a TUN device that answer echo requests; after a "packet too
big" about an answer they send it in two fragments, whose ids tell something
about the router (RFC 8200 section 4.5, RFC 4443). Usage: fragments.py DEVICE;
says "ready" when they are there."""
import fcntl
import ipaddress
import os
import random
import struct
import sys

# Addresses of the routers and where their counters begin; None: ids at random.
ROUTERS = [(("2001:db8:99::a1", "2001:db8:99::a2"), 1000),
           (("2001:db8:99::b1", "2001:db8:99::b2", "2001:db8:99::b3"), 70000),
           (("2001:db8:99::c1",), None)]
# It takes no notice of "packet too big".
STUBBORN = "2001:db8:99::d1"
ICMP6, FRAGMENT, MTU = 58, 44, 1280


def checksum(source, target, data):
    pseudo = source + target + struct.pack("!II", len(data), ICMP6) + data
    pseudo += b"\0" * (len(pseudo) % 2)
    total = sum(struct.unpack(f"!{len(pseudo) // 2}H", pseudo))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def packet(source, target, following, payload):
    return struct.pack("!IHBB", 6 << 28, len(payload), following,
                       64) + source + target + payload


class Router:
    def __init__(self, first):
        self.next = first
        self.too_big = set()  # pairs of addresses it has to fragment for

    def identification(self):
        if self.next is None:
            return random.getrandbits(32)
        self.next += 1
        return self.next

    def answers(self, source, target, echo):
        """Packets from `source`, which is ours, to `target`."""
        reply = b"\x81\0\0\0" + echo[4:]
        reply = reply[:2] + struct.pack(
            "!H", checksum(source, target, reply)) + reply[4:]
        whole = packet(source, target, ICMP6, reply)
        if (source, target) not in self.too_big:
            return [whole]
        number = self.identification()
        first = (MTU - 48) // 8 * 8
        return [packet(source, target, FRAGMENT, struct.pack(
            "!BBHI", ICMP6, 0, offset | (offset == 0), number) + part)
            for offset, part in ((0, reply[:first]), (first, reply[first:]))]


def serve(device):
    routers = {ipaddress.ip_address(a).packed: router
               for names, first in ROUTERS
               for router in [Router(first)] for a in names}
    stubborn = ipaddress.ip_address(STUBBORN).packed
    routers[stubborn] = Router(1)
    while True:
        data = os.read(device, 65536)
        source, target, icmp = data[8:24], data[24:40], data[40:]
        router = routers.get(target)
        if data[0] >> 4 != 6 or data[6] != ICMP6 or not router:
            continue
        if icmp[0] == 128:
            for answer in router.answers(target, source, icmp):
                os.write(device, answer)
        elif icmp[0] == 2 and target != stubborn:
            if checksum(source, target, icmp):
                sys.exit("a message with a wrong checksum")
            router.too_big.add((target, source))


def main():
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, 0x400454ca,  # TUNSETIFF: IFF_TUN | IFF_NO_PI
                struct.pack("16sH", sys.argv[1].encode(), 0x1001))
    print("ready", flush=True)
    serve(device)


main()
