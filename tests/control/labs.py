# SPDX-License-Identifier: BSD-3-Clause
"""uTNT drives an engine behind a control socket: all published labs, with
Debian's scamper and with uk-scamper."""
import glob
import json
import os
import re
import subprocess

WRAPPER = """#!/bin/sh
# Runs uTNT with an engine behind a socket of its own; the engine ends with it.
socket=$(mktemp -u)
{engine} -p 1000 -U "$socket" &
engine=$!
trap 'kill $engine; rm -f "$socket"' EXIT
# Not its file: it is there before the engine listens.
until ss -Hxl src "$socket" | grep -q .; do sleep 0.05; done
{utnt} "$@" -U "$socket"
"""


def unordered(text):
    """What shuffled destinations do not change."""
    commands, *traces, counts = text.rstrip("\n").split("\n\n")
    counts = counts.split("\n")
    return (sorted(re.sub(r"-U \d+", "-U N", c) for c in commands.split("\n")),
            sorted(zip(traces, counts)), counts[-1])


def transcripts(output):
    """Of each lab: its summary, and its run in the form of expected files."""
    decoder = json.JSONDecoder()
    at = 0
    while at < len(output.rstrip()):
        begin = output.index("{\n", at)
        summary, end = decoder.raw_decode(output, begin)
        dump = re.sub(r"\d+\.\d{3} ms", "R.RRR ms", output[at:begin])
        yield summary, "".join(
            [*(f"> {c}\n" for c in summary["commands"]), "\n", dump.lstrip(),
             *(f"probes reported: {n}\n"
               for n in summary["probes_reported"].values()),
             f"probes sent: {summary['probes_sent']}\n"])
        at = end


def all_labs(context, engine):
    folder = context.folder()
    wrapper = os.path.join(folder, "prober")
    with open(wrapper, "w") as file:
        file.write(WRAPPER.format(engine=engine, utnt=context.utnt))
    os.chmod(wrapper, 0o755)
    labs = sorted(glob.glob(os.path.join(context.root,
                                         "tools/netlab/labs/*.json")))
    done = subprocess.run(
        [*context.netlab(), *labs, "--jobs", "6", "--timeout", "120",
         "--output", os.path.join(folder, "results"), "--program", wrapper],
        capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    runs = list(transcripts(done.stdout))
    assert len(runs) == len(labs) == 18, len(runs)
    for summary, text in runs:
        lab = summary["lab"]
        name = os.path.splitext(os.path.basename(lab))[0]
        with open(os.path.join(context.root, "tests/Labs.Tests/expected",
                               name + ".txt")) as file:
            expected = file.read()
        with open(lab) as file:
            ordered = json.load(file)["comparison"] == "ordered"
        if not ordered:
            expected, text = unordered(expected), unordered(text)
        assert text == expected, f"{name}:\n{text}\nexpected:\n{expected}"


def utnt_drives_scamper(context):
    all_labs(context, "scamper")


def utnt_drives_ours(context):
    all_labs(context, context.ours)


TESTS = [utnt_drives_scamper, utnt_drives_ours]
