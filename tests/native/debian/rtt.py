#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Round-trip times of Debian's scamper and of the command given as argument on
the same way, in turns: prints both medians and the median of the differences
of the hops in microseconds. With a second argument, a bound for it, it is a
test; its last line is then N passed, N failed."""
import json
import statistics
import subprocess
import sys

ROUNDS = 15
TRACE = "trace -P icmp-paris -d 1234 -s 40000 -Q -q 4 -w 1 10.91.2.2"


def round_trips(program):
    """Lists of round-trip times in microseconds by hop."""
    done = subprocess.run([program, "-p", "1000", "-O", "json", "-I", TRACE],
                          capture_output=True, text=True, timeout=60)
    times = {}
    for line in map(json.loads, done.stdout.splitlines()):
        for hop in line.get("hops", []):
            times.setdefault(hop["probe_ttl"], []).append(hop["rtt"] * 1000)
    return times


def main():
    programs = ("scamper", sys.argv[1])
    times = {program: {} for program in programs}
    for _ in range(ROUNDS):
        for program in programs:
            for ttl, values in round_trips(program).items():
                times[program].setdefault(ttl, []).extend(values)
    theirs, own = (times[program] for program in programs)
    if set(theirs) != {1, 2, 3} or set(own) != {1, 2, 3}:
        print("a hop is missing")
        return 1
    median = [statistics.median(v for values in t.values() for v in values)
              for t in (theirs, own)]
    difference = statistics.median(
        abs(statistics.median(own[ttl]) - statistics.median(theirs[ttl]))
        for ttl in theirs)
    print(f"scamper {median[0]:.0f} us, ours {median[1]:.0f} us, "
          f"difference {difference:.0f} us")
    if len(sys.argv) > 2:
        good = difference <= float(sys.argv[2])
        print(f"{int(good)} passed, {int(not good)} failed")
        return not good
    return 0


sys.exit(main())
