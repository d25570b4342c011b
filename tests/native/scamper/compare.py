#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Runs each command of standard input with Debian's scamper and with the
command given as argument, and compares the JSON without times and ids."""
import json
import os
import re
import subprocess
import sys
import tempfile

# What may differ: clocks, round trips, ids that come from the process number
# or from a random source.
IGNORED = {"tx", "rx", "start", "rtt", "min", "max", "avg", "stddev",
           "reply_ipid", "probe_ipid", "tcp_seq", "tcp_ack", "tsonly", "ts"}
FROM_PID = {"sport", "icmp_sum"}


def without(value, names):
    if isinstance(value, dict):
        return {k: without(v, names) for k, v in value.items()
                if k not in names}
    if isinstance(value, list):
        return [without(v, names) for v in value]
    return value


def run(program, command):
    done = subprocess.run([program, "-p", "1000", "-O", "json", "-I", command],
                          capture_output=True, text=True, timeout=120)
    names = IGNORED if " -s 4" in command else IGNORED | FROM_PID
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [without(line, names) for line in lines
            if line["type"] in ("trace", "ping")]


# What sc_wartsdump and sc_warts2text print that may differ: clocks, ids, and
# where the time of a reply was taken (flags of a hop).
NOT_DUMPED = re.compile(r"^(list|cycle| start:| flags: 0x[13]\d)")
MASKED = re.compile(r"(tx|rtt|reply-ipid|probe-ipid): \S+|[\d./]+ ms")


def dump(program, command):
    """The record as Debian's tools see it: attributes stand only there."""
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "out.warts")
        subprocess.run([program, "-p", "500", "-O", "warts", "-o", name, "-I",
                        command], capture_output=True, timeout=120)
        text = "".join(
            subprocess.run([tool, name], capture_output=True, text=True).stdout
            for tool in ("sc_wartsdump", "sc_warts2text"))
    return [MASKED.sub("", line) for line in text.splitlines()
            if not NOT_DUMPED.match(line)]


def main():
    passed = failed = 0
    for command in filter(None, map(str.strip, sys.stdin)):
        look = run
        if command.startswith("dump "):
            look, command = dump, command[5:]
        expected = look("scamper", command)
        actual = look(sys.argv[1], command)
        if expected and actual == expected:
            passed += 1
            continue
        failed += 1
        print("differs:", command)
        print("  scamper:", json.dumps(expected))
        print("  ours:   ", json.dumps(actual))
    print(f"{passed} passed, {failed} failed")
    return failed != 0


sys.exit(main())
