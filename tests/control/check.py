#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Runs all tests at once: most of their time is waiting. The last line is
"N passed, N failed"."""
import concurrent.futures
import os
import sys
import tempfile
import time
import traceback

import world


def main():
    world.enter_namespace()
    import aliases
    import guest
    import labs
    import remote
    import sockets
    import tools

    world.build_chain()
    products = sys.argv[1]
    chosen = sys.argv[2:]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="uk-control-") as folder, \
            concurrent.futures.ThreadPoolExecutor(16) as pool:
        context = Context(products, folder)
        world.behind_r([*context.netlab(), os.path.join(
            context.root, "tests/control/aliases.json")], "20.0.0.0/8")
        world.fragments_behind_r(os.path.join(
            context.root, "tests/control/fragments.py"))
        running = {}
        for module in (aliases, labs, guest, remote, tools, sockets):
            for name in module.TESTS:
                label = f"{module.__name__}: {name.__name__}"
                if not chosen or any(word in label for word in chosen):
                    running[pool.submit(timed, name, context)] = label
        for test in concurrent.futures.as_completed(running):
            try:
                print(f"ok      {running[test]} ({test.result():.1f} s)")
                passed += 1
            except Exception:
                failed += 1
                print(f"FAILED  {running[test]}")
                traceback.print_exc(file=sys.stdout)
        world.stop_all()
    print(f"{passed} passed, {failed} failed")
    return failed != 0


def timed(test, context):
    began = time.monotonic()
    test(context)
    return time.monotonic() - began


class Context:
    """Where the programs are, and a folder for each test."""

    def __init__(self, products, folder):
        self.ours = os.path.join(products, "scamper/sanitize-tls/uk-scamper")
        self.utnt = os.path.join(products, "utnt/release/utnt")
        self.root = os.path.realpath(os.path.join(os.path.dirname(__file__),
                                                  "../.."))
        self.base = folder

    def folder(self):
        return tempfile.mkdtemp(dir=self.base)

    def netlab(self):
        return ["dotnet", os.path.join(
            self.root, "tools/netlab/bin/Release/net10.0/netlab.dll")]


sys.exit(main())
