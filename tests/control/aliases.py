# SPDX-License-Identifier: BSD-3-Clause
"""Debian's tools for alias resolution come to the same verdicts with our engine
as with Debian's, on routers of netlab behind r (aliases.json). They are not
neighbours of v, since Debian's scamper dies of TCP through a TUN device."""
import concurrent.futures
import os

import results
from tools import run, write
from world import Engine

# Two addresses of one router, of another one, of different ones; of routers
# whose IP ids tell nothing.
SETS = """\
20.1.0.2 20.2.0.1
20.1.1.2 20.1.2.1
20.1.1.1 20.2.1.1
20.1.2.2 20.1.3.1
"""
ADDRESSES = ["20.1.0.2", "20.1.1.1", "20.1.1.2", "20.2.1.1", "20.1.3.2"]
LINKS = """\
20.1.0.2 20.1.1.2
20.1.1.2 20.1.2.2
20.1.2.2 20.1.3.2
"""


def on_both(context, driver):
    """driver(port, folder) with both engines at once; what each returned."""
    def one(program):
        folder = context.folder()
        engine = Engine(program, folder)
        value = driver(engine.port, folder)
        assert engine.process.poll() is None, f"{program} is gone"
        engine.process.terminate()
        return value

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, ("scamper", context.ours)))


def sorted_lines(text):
    """Pairs without order, in order."""
    return sorted(" ".join(sorted(line.split()))
                  for line in text.splitlines())


def sc_ally(context):
    def drive(port, folder):
        write(folder, "sets", SETS)
        run(folder, "sc_ally", "-a", "sets", "-o", "out.warts", "-p",
            str(port), "-q", "5", "-i", "200", "-w", "1")
        methods = {o["method"] for o in
                   results.read(os.path.join(folder, "out.warts"))
                   if o["type"] == "dealias"}
        assert methods == {"ally"}, methods
        return [sorted_lines(run(folder, "sc_ally", "-d", str(n),
                                 "out.warts")) for n in (1, 2)]

    theirs, ours = on_both(context, drive)
    assert theirs == ours, (theirs, ours)
    assert ours[0] == ["20.1.0.2 20.2.0.1", "20.1.1.2 20.1.2.1"], ours


def sc_radargun(context):
    def drive(port, folder):
        write(folder, "addresses", "\n".join(ADDRESSES) + "\n")
        run(folder, "sc_radargun", "-a", "addresses", "-o", "out.warts", "-p",
            str(port), "-P", "1000", "-q", "3", "-r", "1", "-R", "10")
        found = results.read(os.path.join(folder, "out.warts"))
        assert any(o.get("method") == "radargun" and len(o["probes"]) >= 30
                   for o in found), found
        return [sorted_lines(run(folder, "sc_radargun", "-d", str(n),
                                 "out.warts")) for n in (1, 2)]

    theirs, ours = on_both(context, drive)
    assert theirs == ours, (theirs, ours)
    assert ours[0] == ["20.1.0.2 20.1.1.1", "20.1.1.2 20.2.1.1"], ours


def sc_prefixscan(context):
    def drive(port, folder):
        write(folder, "links", LINKS)
        run(folder, "sc_prefixscan", "-i", "links", "-o", "out.warts", "-p",
            str(port), "-w", "1")
        return run(folder, "sc_prefixscan", "-r", "out.warts").splitlines()

    theirs, ours = on_both(context, drive)
    assert sorted(theirs) == sorted(ours), (theirs, ours)
    assert sorted(ours) == ["20.1.0.2 20.1.1.2 20.1.1.1/30",
                            "20.1.1.2 20.1.2.2 20.1.2.1/30"], ours


TESTS = [sc_radargun, sc_ally, sc_prefixscan]
