#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""A name server for tests (RFC 1035): it knows names of some addresses and
answers for others as hosts do that are broken or wish harm. Usage: names.py
ADDRESS."""
import socket
import struct
import sys


def text(name):
    return b"".join(bytes([len(p)]) + p.encode() for p in name.split(".")) + b"\0"


def record(owner, kind, data):
    return owner + struct.pack("!HHIH", kind, 1, 60, len(data)) + data


def message(query, question, records, flags=0x8180):
    return query[:2] + struct.pack("!HHHHH", flags, 1, len(records), 0,
                                   0) + question + b"".join(records)


SELF = b"\xc0\x0c"  # the name that was asked for
PTR, CNAME = 12, 5
R1_IPV6 = "2." + "0." * 27 + "1.9.d.f.ip6.arpa"


def answers(name, query, question):
    """(message, from somebody else) in the order in which they are sent."""
    def ptr(*data):
        return message(query, question, [record(SELF, PTR, d) for d in data])

    if name == "2.0.91.10.in-addr.arpa":
        return [(ptr(text("R1.left.example")), False)]
    if name.endswith(".20.in-addr.arpa"):
        return [(ptr(text(f"r{name.split('.')[1]}.lab.example")), False)]
    if name == R1_IPV6:  # forged ones come first
        forged = ptr(text("forged.example"))
        return [(bytes([query[0] ^ 0x80]) + forged[1:], False), (forged, True),
                (ptr(text("r1.ipv6.example")), False)]
    if name == "2.1.91.10.in-addr.arpa":  # RFC 2317
        alias = text("2.0-25." + name.split(".", 1)[1])
        return [(message(query, question, [
            record(SELF, CNAME, alias),
            record(alias, PTR, text("r2.example"))]), False)]
    if name.endswith(".ip6.arpa") and name.startswith("2.0.0.0.0.0.0.0"):
        # The end of its name is that of the question.
        return [(ptr(b"\x02r6" + struct.pack(
            "!H", 0xc000 + 12 + len(name) - 8)), False)]
    return [(message(query, question, [], 0x8183), False)]


def main():
    ours = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ours.bind((sys.argv[1], 53))
    other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    print("ready", flush=True)
    while True:
        query, client = ours.recvfrom(4096)
        at, labels = 12, []
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += 1 + query[at]
        for data, foreign in answers(".".join(labels), query,
                                     query[12:at + 5]):
            (other if foreign else ours).sendto(data, client)


main()
