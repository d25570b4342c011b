#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Compares our command with Debian's scamper in a chain of namespaces and on
# labs of netlab, all at the same time: most of it is waiting.
# Usage: check.sh UK_SCAMPER NETLAB_DLL FOLDER; output goes to files of FOLDER.
# Last line: N passed, N failed.
set -u
here=$(dirname "$(readlink -f "$0")")
ours=$1 netlab=$2 out=$3
cd "$here" || exit 1
./netns.sh "$ours" >"$out/chain.log" 2>&1 &
compare() {
	dotnet "$netlab" $1.json --output "$out/$1" --exec -- \
		sh -c "cat $2 | python3 compare.py '$ours'" \
		>"$out/$1.log" 2>"$out/$1.errors" &
}
compare tunnels "netlab.commands tunnels.commands"
compare odd netlab.commands
compare damaged damaged.commands
wait
cd "$out" || exit 1
# A suite without counts has failed; netlab prints a summary after them.
for log in chain tunnels odd damaged; do
	counts=$(grep '^[0-9]* passed, [0-9]* failed$' $log.log || echo "0 passed, 1 failed")
	echo "$log: $counts" | tail -n 1
	case $counts in
	*" 0 failed") ;;
	*) sed '/^{$/,$d' $log.log; cat $log.errors 2>/dev/null ;;
	esac
done | tee counts
awk '/^(chain|tunnels|odd|damaged): / { passed += $2; failed += $4 }
     END { print passed + 0 " passed, " failed + 0 " failed"
           exit failed != 0 }' counts
