#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The command line of uk-scamper: refusals with their code and exit status,
an interrupted run, output that cannot be written."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

REFUSALS = [
    # arguments, exit status, code
    ([], 2, "UK5040"),
    (["-x", "1"], 2, "UK5040"),
    (["trace"], 2, "UK5040"),
    (["-p", "0", "-i", "10.91.0.1"], 2, "UK5040"),
    (["-p", "10001", "-i", "10.91.0.1"], 2, "UK5040"),
    (["-p", "-1", "-i", "10.91.0.1"], 2, "UK5040"),
    (["-L", "4294967296", "-i", "10.91.0.1"], 2, "UK5040"),
    (["-O", "xml", "-i", "10.91.0.1"], 2, "UK5040"),
    (["-i"], 2, "UK5040"),
    (["-o", "/nonexistent/file", "-i", "10.91.0.1"], 1, "UK5041"),
    (["-o", "/dev/full", "-i", "10.91.0.1"], 1, "UK5042"),
    (["-n", "nowhere", "-i", "10.91.0.1"], 1, "UK5067"),
    (["-i", "10.91.0.999"], 1, "UK5008"),
    (["-I", "trace -g 0 10.91.0.1"], 1, "UK5005"),
    (["-c", "", "-i", "10.91.0.1"], 1, "UK5002"),
]


def refusal(program, arguments, status, code):
    done = subprocess.run([program, *arguments], capture_output=True,
                          text=True, timeout=30)
    return done.returncode == status and done.stderr.startswith(code + ": ")


def refused_command_does_not_stop_others(program):
    done = subprocess.run([program, "-O", "json", "-I", "trace 1.2.3",
                           "ping -c 1 -o 1 10.91.0.1"], capture_output=True,
                          text=True, timeout=30)
    types = [json.loads(line)["type"] for line in done.stdout.splitlines()]
    return done.returncode == 1 and types == ["cycle-start", "ping",
                                              "cycle-stop"]


def interrupted_run_is_complete(program):
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "out.warts")
        child = subprocess.Popen([program, "-O", "warts", "-o", name, "-M",
                                  "vp", "-l", "list", "-L", "5", "-C", "9",
                                  "-I", "ping -c 60 10.91.0.1",
                                  "ping -c 1 -o 1 10.91.0.2"])
        time.sleep(1.5)
        child.send_signal(signal.SIGINT)
        status = child.wait(10)
        dump = subprocess.run(["sc_wartsdump", name], capture_output=True,
                              text=True).stdout
    return (status == 130 and "stop-reason: halted" in dump
            and "list id: 5, name: list, monitor: vp" in dump
            and "cycle stop, list list 5, cycle 9" in dump)


def main():
    program = sys.argv[1]
    checks = [(f"refusal {a}", lambda a=a, s=s, c=c: refusal(program, a, s, c))
              for a, s, c in REFUSALS]
    for check in (refused_command_does_not_stop_others,
                  interrupted_run_is_complete):
        checks.append((check.__name__, lambda c=check: c(program)))
    failed = [name for name, check in checks if not check()]
    for name in failed:
        print("failed:", name)
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed")
    return bool(failed)


sys.exit(main())
