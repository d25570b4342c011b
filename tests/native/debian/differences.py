# SPDX-License-Identifier: BSD-3-Clause
"""The known differences between our records and those of Debian's scamper
(docs/scamper.md, "Where it differs"): for each the fields that differ, and what
they must be. All other fields must be the same."""


def window(theirs, own):
    """trace -N: how many probes are under way when the end is known."""
    hops = theirs["hops"][:1] == own["hops"][:1]
    return hops and all(1 <= x["probe_count"] <= 3 for x in (theirs, own)), {
        "probe_count", "hop_count", "hops"}


def udp6_paris(theirs, own):
    """scamper cannot read its numbers back where the device fills checksums
    in, and gives up after -g TTLs."""
    return (theirs["stop_reason"], theirs["hop_count"], "hops" in theirs,
            own["stop_reason"], own["hop_count"]) == (
        "GAPLIMIT", 2, False, "COMPLETED", 3), {
        "stop_reason", "hop_count", "probe_count", "hops"}


def low_port(theirs, own):
    """scamper may not use UDP source ports below 1024 any more."""
    return (theirs["stop_reason"], theirs["probe_count"],
            own["stop_reason"], own["hop_count"]) == (
        "ERROR", 0, "COMPLETED", 3), {
        "stop_reason", "stop_data", "hop_count", "probe_count", "hops"}


def tsprespec(theirs, own):
    """scamper sends 12 bytes more than its record says; the reply has them."""
    sizes = [x["responses"][0].pop("reply_size") for x in (theirs, own)]
    return sizes == [own["probe_size"] + 12, own["probe_size"]], set()


def short_wait(theirs, own):
    """scamper takes a wait of a millisecond for a tenth of a second."""
    return (theirs["wait_us"], own["wait_us"]) == (100000, 1000), {"wait_us"}


def forged_name(theirs, own):
    """scamper takes the name that somebody else sends in place of its server."""
    names = [[hop.pop("name", None) for hop in x["hops"]]
             for x in (theirs, own)]
    return names == [["forged.example", "r6.ip6.arpa", None],
                     ["r1.ipv6.example", "r6.ip6.arpa", None]], set()


def truncated(theirs, own):
    """scamper reads labels that the message ends before."""
    labels = [x["hops"][0].pop("icmpext", None) for x in (theirs, own)]
    return labels[0] is not None and labels[1] is None, set()


def no_local_set(theirs, own):
    """Without -Z scamper takes the first router on its way back for one of the
    local stop set, which there is not; ours goes back to the first one."""
    fewer = len(own["hops"]) - len(theirs["hops"])
    return (fewer > 0 and own["hops"][fewer:] == theirs["hops"] and
            (theirs["firsthop"] > 1, own["firsthop"]) == (True, 1)), {
        "firsthop", "probe_count", "hops"}


def no_record(theirs, own):
    """Both refuse; ours says why (UK5005), which cli.py checks."""
    return theirs is None and own is None, set()


KNOWN = {"window": window, "udp6-paris": udp6_paris, "low-port": low_port,
         "tsprespec": tsprespec, "short-wait": short_wait,
         "malformed": no_record, "truncated": truncated,
         "no-local-set": no_local_set,
         "forged-name": forged_name}


def judge(name, theirs, own):
    """None when the records differ as the name says, else what is wrong.
    Times and ids are not in them."""
    fits, differing = KNOWN[name](theirs, own)
    if not fits:
        return f"does not differ as {name}"
    if theirs is None:
        return None
    theirs, own = ({k: v for k, v in record.items() if k not in differing}
                   for record in (theirs, own))
    return None if theirs == own else f"differs in more than {name}"
