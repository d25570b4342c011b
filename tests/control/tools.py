# SPDX-License-Identifier: BSD-3-Clause
"""Debian's drivers get from our engine what they get from Debian's."""
import os
import subprocess

import results
from world import Engine

COMMANDS = """\
trace -P icmp-paris -w 1 10.91.1.2
trace -P udp-paris -w 1 -U 7 -q 3 10.91.1.2
trace -P icmp -w 1 10.91.1.1
trace -P udp -w 1 10.91.0.2
trace -P tcp -d 80 -w 1 10.91.1.2
trace -P icmp-paris -w 1 -q 1 -g 1 10.91.77.1
ping -c 2 -i 0.1 10.91.1.2
ping -c 3 -i 0.1 -o 1 10.91.0.2
ping -c 2 -i 0.1 -P udp-dport 10.91.1.2
ping -c 2 -i 0.1 -m 1 10.91.1.2
ping -c 2 -i 0.1 fd91:1::2
ping -c 1 -P tcp-ack-sport -d 80 10.91.1.2
"""


def on_both(context, driver):
    """driver(port, folder) with Debian's engine and with ours."""
    folders = []
    for program in ("scamper", context.ours):
        folder = context.folder()
        engine = Engine(program, folder)
        driver(engine.port, folder)
        engine.process.terminate()
        folders.append(folder)
    return folders


def run(folder, *arguments, seconds=60):
    done = subprocess.run(arguments, cwd=folder, capture_output=True,
                          text=True, timeout=seconds)
    return done.stdout + done.stderr


def write(folder, name, text):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)


def same_results(folders, name, least):
    theirs, ours = (results.comparable(os.path.join(f, name)) for f in folders)
    assert len(theirs) >= least, theirs
    assert theirs == ours, "\n".join(
        ["only theirs:", *(o for o in theirs if o not in ours),
         "only ours:", *(o for o in ours if o not in theirs)])


def sc_attach(context):
    def drive(port, folder):
        write(folder, "commands", COMMANDS)
        run(folder, "sc_attach", "-p", str(port), "-i", "commands", "-o",
            "out.warts")

    same_results(on_both(context, drive), "out.warts",
                 len(COMMANDS.splitlines()) + 2)


def sc_attach_impatient(context):
    def drive(port, folder):
        write(folder, "commands", COMMANDS)
        run(folder, "sc_attach", "-p", str(port), "-i", "commands", "-o",
            "out.warts", "-O", "impatient", "-P", "50")

    same_results(on_both(context, drive), "out.warts",
                 len(COMMANDS.splitlines()) + 2)


def sc_attach_refused(context):
    """It gives up at the first ERR, with either engine."""
    def drive(port, folder):
        write(folder, "commands", "ping -c 1 -o 1 10.91.0.2\nnonsense\n")
        write(folder, "said", run(folder, "sc_attach", "-p", str(port), "-i",
                                  "commands", "-o", "out.warts"))

    folders = on_both(context, drive)
    said = [open(os.path.join(f, "said")).read() for f in folders]
    assert "command not accepted" in said[0] and said[0] == said[1], said


def sc_attach_by_path(context):
    folder = context.folder()
    engine = Engine(context.ours, folder)
    write(folder, "addresses", "10.91.0.2\n10.91.1.2\n")
    run(folder, "sc_attach", "-U", engine.path, "-i", "addresses", "-o",
        "out.warts", "-c", "ping -c 1 -o 1")
    found = results.read(os.path.join(folder, "out.warts"))
    assert [o["type"] for o in found] == ["cycle-start", "ping", "ping",
                                          "cycle-stop"], found
    assert found[0]["list_name"].startswith(engine.path + ":"), found[0]


def sc_pinger(context):
    def drive(port, folder):
        write(folder, "addresses", "10.91.0.2\n10.91.1.1\n10.91.1.2\n"
              "fd91:1::2\n10.91.77.1\n")
        run(folder, "sc_pinger", "-p", str(port), "-a", "addresses", "-o",
            "out.warts", "-c", "2")

    # Nobody is 10.91.77.1: it is asked with each method.
    same_results(on_both(context, drive), "out.warts", 7)


def sc_tracediff(context):
    """Paths of both engines, and the same ports: no path has changed."""
    def drive(port, folder):
        write(folder, "commands", "trace -P udp-paris -w 1 -s 31337 "
              "10.91.1.2\ntrace -P icmp-paris -w 1 -d 31337 10.91.1.1\n")
        run(folder, "sc_attach", "-p", str(port), "-i", "commands", "-o",
            "out.warts")

    files = [os.path.join(f, "out.warts") for f in on_both(context, drive)]
    assert run("/", "sc_tracediff", *files) == ""
    all_pairs = run("/", "sc_tracediff", "-a", *files)
    assert all_pairs.count("traceroute from 10.91.0.1") == 2, all_pairs
    assert " 1 10.91.0.2 10.91.0.2\n" in all_pairs, all_pairs
    theirs, ours = (run("/", "sc_ttlexp", f) for f in files)
    assert theirs == ours == "10.91.0.2\n", (theirs, ours)


def sc_erosprober(context):
    folder = context.folder()
    engine = Engine(context.ours, folder)
    write(folder, "addresses", "10.91.0.2\n")
    try:
        run(folder, "sc_erosprober", "-p", str(engine.port), "-a",
            "addresses", "-o", "out", "-I", "10", "-R", "10", "-c",
            "ping -c 1 -o 1", seconds=12)
    except subprocess.TimeoutExpired:
        pass  # it never ends by itself
    pings = [o for name in os.listdir(folder) if name.startswith("out")
             for o in results.read(os.path.join(folder, name))
             if o["type"] == "ping"]
    assert pings and pings[0]["statistics"]["replies"] == 1, pings


TESTS = [sc_erosprober, sc_attach, sc_attach_impatient,
         sc_attach_refused, sc_attach_by_path, sc_pinger, sc_tracediff]
