#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Our command against Debian's scamper in a chain of network namespaces
# (chain.sh), IPv4 and IPv6: the same commands must give the same records
# (compare.py) and the same round-trip times (rtt.py); then its command line.
# Usage: netns.sh UK_SCAMPER; with `rtt` after it, only the times are shown.
# Needs root, since Debian's scamper gives up rights that only root has.
# Last line: N passed, N failed.
set -eu
here=$(dirname "$(readlink -f "$0")")
if [ "${IN_CHAIN-}" != yes ]; then
	# Everything that is made ends with the process.
	IN_CHAIN=yes exec unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$@"
fi
. "$here/chain.sh"
build_chain
# An open TCP port of both versions.
ip netns exec d python3 -c '
import socket, time
s = socket.socket(socket.AF_INET6)
s.bind(("::", 80))
s.listen(64)
time.sleep(900)' &

# A name server, at v itself.
coproc SERVER { exec ip netns exec v "$here/names.py" 127.0.0.1; }
read -r _ <&"${SERVER[0]}"

# Neighbours are found before anybody looks, and who is told a path MTU (-M)
# knows it.
ip netns exec v "$1" -O json -o /dev/null -I "ping -c 2 10.91.2.2" \
	"ping -c 2 fd91:0:0:2::2" "ping -c 2 -M 1000 -s 1200 10.91.2.2" \
	"ping -c 2 -M 1280 -s 1300 fd91:0:0:2::2" \
	"ping -c 2 -M 1280 -s 1300 fd91:0:0:1::2"
if [ "${2-}" = rtt ]; then
	exec ip netns exec v python3 "$here/rtt.py" "$1"
fi
# The target is 50 us on an idle machine (bench); a test runs on a busy one.
bound_us=200
report=$(mktemp)
{
	ip netns exec v python3 "$here/compare.py" "$1" <"$here/chain.commands" || true
	ip netns exec v python3 "$here/rtt.py" "$1" $bound_us || true
	ip netns exec v python3 "$here/../scamper/cli.py" "$1" </dev/null || true
} >"$report"
# Details first, then the two counts as one.
grep -v '^[0-9]* passed, [0-9]* failed$' "$report" || true
awk '/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3; runs++ }
     END { if (runs != 3) failed++
           print passed + 0 " passed, " failed + 0 " failed"
           exit failed != 0 }' "$report"
