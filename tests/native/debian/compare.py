#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Runs the commands of standard input with Debian's scamper and with the
command given as argument, and compares what both record. A line is a command,
compared as JSON; or `dump COMMAND`, compared as Debian's tools print the warts
record, since some attributes stand only there; or `differs NAME COMMAND`, of
which the difference is known (docs/scamper.md) and must be exactly that.

All commands of a kind run in one process; each gets a user id, by which its
record is found. Nothing is masked but times and ids (TIMES, IDS); a command
that does not say its ids gets some, so that none comes from a process number.
Last line: N passed, N failed."""
import json
import os
import re
import subprocess
import sys
import tempfile

import differences

TIMES = {"start", "tx", "rx", "rtt", "min", "max", "avg", "stddev", "tsonly",
         "ts"}
IDS = {"reply_ipid", "probe_ipid", "tcp_seq", "tcp_ack", "userid"}
MASKED_TEXT = re.compile(
    r"(tx|rtt|reply-ipid|probe-ipid|user-id): \S+|[\d./]+ ms")
NOT_COMPARED = re.compile(r"^(list|cycle| start:)")
LIMIT_SECONDS = 120
FIRST_ID = 41000


def numbered(commands):
    """(user id, command with it). ICMP ids and ports are no secret either."""
    for number, command in enumerate(commands, 1):
        verb, rest = command.split(None, 1)
        words = f" {rest} "
        own = "" if " -U " in words else f" -U {number}"
        if verb == "trace" and " -s " not in words:
            own += f" -s {FIRST_ID + number}"
        if verb == "ping" and " -F " not in words:
            own += f" -F {FIRST_ID + number}"
        yield f"{verb}{own} {rest}"


def without(value, names):
    if isinstance(value, dict):
        return {k: without(v, names) for k, v in value.items()
                if k not in names}
    if isinstance(value, list):
        return [without(v, names) for v in value]
    return value


def run(program, form, name, commands):
    subprocess.run([program, "-p", "1000", "-O", form, "-o", name, "-I",
                    *commands], capture_output=True, timeout=LIMIT_SECONDS)


def user_id(command):
    return int(re.search(r" -U (\d+)", command).group(1))


def records(program, commands):
    """The JSON objects of the commands by user id."""
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "out.json")
        run(program, "json", name, commands)
        with open(name, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
    return {line["userid"]: line for line in lines
            if line["type"] in ("trace", "ping")}


def blocks(tool, name):
    """What a tool of Debian prints of each trace and ping of a file."""
    text = subprocess.run([tool, name], capture_output=True, text=True).stdout
    parts = re.split(r"^(?=(?:trace|ping|traceroute) )", text, flags=re.M)
    return parts[1:]


def dumps(program, commands):
    """The records of the commands as text, by user id."""
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "out.warts")
        run(program, "warts", name, commands)
        both = zip(blocks("sc_wartsdump", name), blocks("sc_warts2text", name),
                   strict=True)
        return {int(re.search(r"user-id: (\d+)", dump).group(1)):
                [MASKED_TEXT.sub("", line)
                 for line in (dump + text).splitlines()
                 if not NOT_COMPARED.match(line)]
                for dump, text in both}


def compare(look, judge, commands, ours):
    """Runs the commands with both programs; the names of those that fail."""
    commands = list(numbered(commands))
    expected = look("scamper", commands)
    actual = look(ours, commands)
    failed = 0
    for command in commands:
        number = user_id(command)
        theirs, own = expected.get(number), actual.get(number)
        problem = judge(command, theirs, own)
        if problem:
            failed += 1
            print(f"{problem}: {command}\n  scamper: {json.dumps(theirs)}\n"
                  f"  ours:    {json.dumps(own)}")
    return len(commands) - failed, failed


def same(_, theirs, own):
    names = TIMES | IDS
    if theirs is None or without(theirs, names) != without(own, names):
        return "differs"
    return None


def main():
    kinds = {"": [], "dump": [], "differs": []}
    for line in filter(None, map(str.strip, sys.stdin)):
        kind, _, rest = line.partition(" ")
        kinds[kind if kind in kinds else ""].append(
            rest if kind in kinds else line)
    wanted = [line.partition(" ") for line in kinds["differs"]]
    names = [name for name, _, _ in wanted]
    expected = dict(zip(numbered([c for _, _, c in wanted]), names))
    passed = failed = 0
    for look, judge, commands in (
            (records, same, kinds[""]),
            (dumps, same, kinds["dump"]),
            (records, lambda c, theirs, own:
             differences.judge(expected[c], theirs, own),
             [c for _, _, c in wanted])):
        good, bad = compare(look, judge, commands, sys.argv[1])
        passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
