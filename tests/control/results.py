# SPDX-License-Identifier: BSD-3-Clause
"""Files of results, read by Debian's tools."""
import json
import os
import subprocess

# What may differ between two runs: clocks, round trips, ids.
IGNORED = {"tx", "rx", "start", "rtt", "min", "max", "avg", "stddev",
           "reply_ipid", "probe_ipid", "sport", "icmp_sum", "start_time",
           "stop_time", "list_name", "hostname", "tcp_seq", "tcp_ack"}


def without(value):
    if isinstance(value, dict):
        return {k: without(v) for k, v in value.items() if k not in IGNORED}
    if isinstance(value, list):
        return [without(v) for v in value]
    return value


def read(path):
    """The objects of a warts file, in order."""
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        return []
    text = subprocess.run(["sc_warts2json", path], capture_output=True,
                          text=True, check=True, timeout=30).stdout
    return [json.loads(line) for line in text.splitlines()]


def types(path):
    return [o["type"] for o in read(path)]


def comparable(path):
    """What two runs have in common, whatever the order of results."""
    return sorted(json.dumps(without(o), sort_keys=True) for o in read(path))
