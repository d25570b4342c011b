#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# lto-origins.sh IMAGE: which object each symbol comes from that the compiler
# made while linking, as lines "SYMBOL OBJECT" in IMAGE.lto. The linker's map
# names one temporary object for all of them. Taken from two lists of gcc's own
# (-fdump-ipa-cgraph): the first, of the whole program, has the object and a
# number of each symbol; the second, of what was compiled, has the final names
# with the same numbers, and those of clones with "Clone of".
set -eu
image=$1
lists=$(ls "$image".dbg.*.cgraph 2>/dev/null) || :
awk '
/^[^ ]+\/[0-9]+ \(/ {
	match($1, /\/[0-9]+$/)
	name = substr($1, 1, RSTART - 1); number = substr($1, RSTART + 1)
	if (FILENAME !~ /\.wpa\.[^\/]*$/) numbers[name] = number
}
/^  Read from file: / && FILENAME ~ /\.wpa\.[^\/]*$/ { object[number] = substr($0, 19) }
/^  Clone of / { sub(/.*\//, "", $3); clone[number] = $3 }
END {
	for (name in numbers) {
		number = numbers[name]
		for (steps = 0; !(number in object) && number in clone && steps < 64; steps++) number = clone[number]
		if (number in object) print name " " object[number]
	}
}' /dev/null $lists | sort >"$image.lto"
rm -f $lists
