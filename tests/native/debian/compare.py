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
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is written beside the sources
import differences  # noqa: E402

TIMES = {"start", "tx", "rx", "rtt", "min", "max", "avg", "stddev", "tsonly",
         "ts"}
IDS = {"reply_ipid", "probe_ipid", "tcp_seq", "tcp_ack", "userid"}
MASKED_TEXT = re.compile(
    r"(tx|rtt|reply-ipid(?:32)?|probe-ipid|user-id): \S+|[\d./]+ ms")
# Where the time of a probe and of its reply was taken: bits of a hop's flags.
STAMPS = re.compile(r"^ flags: 0x([0-9a-f]+) \( ?((?:sockrxts|dltxts|dlrxts) )*")
NOT_COMPARED = re.compile(r"^(list|cycle| start:)")
LIMIT_SECONDS = 120


def numbered(commands, first_id):
    """The commands with a user id, and with an ICMP id or port from first_id
    on if they name none."""
    for number, command in enumerate(commands, 1):
        verb, rest = command.split(None, 1)
        words = f" {rest} "
        own = "" if " -U " in words else f" -U {number}"
        if verb == "trace" and " -s " not in words:
            own += f" -s {first_id + number}"
        if verb == "ping" and " -F " not in words:
            own += f" -F {first_id + number}"
        yield f"{verb}{own} {rest}"


def without(value, names):
    if isinstance(value, dict):
        return {k: without(v, names) for k, v in value.items()
                if k not in names}
    if isinstance(value, list):
        return [without(v, names) for v in value]
    return value


def run(program, form, name, commands):
    subprocess.run([program, "-n", "127.0.0.1", "-p", "1000", "-O", form, "-o", name, "-I",
                    *commands], capture_output=True, timeout=LIMIT_SECONDS)


def user_id(command):
    return int(re.search(r" -U (\d+)", command).group(1))


def records(program, commands):
    """The JSON objects of the commands by user id."""
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "out.json")
        run(program, "json", name, commands)
        if not os.path.exists(name):
            return {}
        with open(name, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
    return {line["userid"]: without(line, TIMES | IDS) for line in lines
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
        both = list(zip(blocks("sc_wartsdump", name),
                        blocks("sc_warts2text", name), strict=True))
        if program != "scamper":
            check_stamps(dump for dump, _ in both)
        return {int(re.search(r"user-id: (\d+)", dump).group(1)):
                [STAMPS.sub(" flags: (", MASKED_TEXT.sub("", line))
                 for line in (dump + text).splitlines()
                 if not NOT_COMPARED.match(line)]
                for dump, text in both}


def check_stamps(texts):
    """Our sockets stamp what they receive, with -O dl the data link, and there
    both ways; of scamper's it is one or the other, as they come."""
    for text in texts:
        stamps = ("dltxts dlrxts " if re.search(
            r"^ flags: 0x\w+ \( (.* )?dl ", text, re.M) else "sockrxts ")
        for flags in re.findall(r"^ flags: 0x\w+ \( (?=.*replyttl)(.*) \)$", text,
                                re.M):
            if not flags.startswith(stamps):
                raise SystemExit(f"a reply without our time stamp: {flags}")


class Group:
    """Commands of one kind: how they are run, looked at and judged."""

    def __init__(self, look, judge, commands, first_id, alone=False):
        self.look, self.judge = look, judge
        self.commands = list(numbered(commands, first_id))
        self.runs = ([[c] for c in self.commands] if alone
                     else [self.commands] if self.commands else [])
        self.seen = []

    def run(self, program):
        found = {}
        for commands in self.runs:
            found.update(self.look(program, commands))
        self.seen.append(found)

    def failures(self, programs):
        """Prints what differs; how many do."""
        failed = 0
        for command in self.commands:
            number = user_id(command)
            theirs, own = (found.get(number) for found in self.seen)
            problem = self.judge(command, theirs, own)
            if problem:
                # On a busy machine an answer may have come too late for one
                # of them: a difference must be there a second time, alone.
                theirs, own = (self.look(program, [command]).get(number)
                               for program in programs)
                problem = self.judge(command, theirs, own)
            if problem:
                failed += 1
                print(f"{problem}: {command}\n  scamper: {json.dumps(theirs)}"
                      f"\n  ours:    {json.dumps(own)}")
        return failed


def same(_, theirs, own):
    return None if theirs is not None and theirs == own else "differs"


def main():
    kinds = {"": [], "dump": [], "differs": []}
    for line in filter(None, map(str.strip, sys.stdin)):
        kind, _, rest = line.partition(" ")
        kinds[kind if kind in kinds else ""].append(
            rest if kind in kinds else line)
    named = [line.partition(" ") for line in kinds["differs"]]
    known = [name for name, _, _ in named]
    differing = Group(records, None, (c for _, _, c in named), 44000, True)
    names = dict(zip(differing.commands, known))
    differing.judge = (lambda command, theirs, own:
                       differences.judge(names[command], theirs, own))
    groups = [Group(records, same, kinds[""], 42000),
              Group(dumps, same, kinds["dump"], 43000), differing]
    programs = ("scamper", sys.argv[1])
    for program in programs:
        # Their ids differ, so the groups do not see each other.
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for done in [pool.submit(g.run, program) for g in groups]:
                done.result()
    failed = sum(group.failures(programs) for group in groups)
    passed = sum(len(group.commands) for group in groups) - failed
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
