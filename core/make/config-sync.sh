#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# config-sync.sh CONFIG BUILD: derive auto.mk and config.h from CONFIG and
# remove the objects that a changed symbol makes stale. Order matters: stale
# objects go first and auto.mk is written last, so that a run that was killed
# half-way is simply done again.
set -eu
config=$1 build=$2
header=$build/include/uk/bits/config.h
mkdir -p "$build/include/uk/bits"

# One pass for both outputs. CR and blank lines are tolerated; in make text $
# and # must be escaped; a hex number gets its 0x in C (build-interface 3.4).
awk -v mk="$build/auto.mk.new" -v h="$header.new" '
BEGIN {
	print "/* Derived from .config; edits are lost. */" > h
	print "#ifndef __UK_BITS_CONFIG_H__\n#define __UK_BITS_CONFIG_H__" > h
	print "# Derived from .config; edits are lost." > mk
}
{ sub(/\r$/, "") }
/^CONFIG_[A-Za-z0-9_-]+=/ {
	eq = index($0, "="); name = substr($0, 1, eq - 1); value = substr($0, eq + 1)
	if (value == "n") next
	make = value; gsub(/\$/, "$$", make); gsub(/#/, "\\#", make)
	print name " := " make > mk
	if (value == "y") value = "1"
	else if (value ~ /^[0-9A-Fa-f]*[A-Fa-f][0-9A-Fa-f]*$/) value = "0x" value
	print "#define " name " " value > h
	next
}
/^[ \t]*(#|$)/ { next }
{
	printf "%s(%d): error UK1002: this line is neither a CONFIG_ value nor a comment: %s. Remove it.\n", FILENAME, FNR, $0 > "/dev/stderr"
	bad = 1
}
END { print "#endif" > h; exit bad }
' "$config"

# The same configuration with other comments, order or time: nothing to do
if [ -f "$header" ] && ! cmp -s "$header" "$header.new"; then
	changed=$build/config.changed
	sort "$header" >"$build/config.a"
	sort "$header.new" >"$build/config.b"
	{ comm -3 "$build/config.a" "$build/config.b"; } |
		sed -n 's/^[[:space:]]*#define \(CONFIG_[A-Za-z0-9_-]*\).*/\1/p' |
		sort -u >"$changed"
	# Every file some object was made from; which of them name a changed
	# symbol; which objects were made from those
	find "$build" -name '*.d' -print >"$build/config.deps"
	if [ -s "$changed" ] && [ -s "$build/config.deps" ]; then
		xargs cat <"$build/config.deps" | tr ' \\' '\n\n' |
			grep '^/.*[^:]$' | grep -v '/uk/bits/config\.h$' |
			sort -u | xargs grep -lwF -f "$changed" -- 2>/dev/null >"$build/config.files" || :
		if [ -s "$build/config.files" ]; then
			xargs grep -lwF -f "$build/config.files" -- <"$build/config.deps" |
				sed 's/\.d$/.o/' | xargs rm -f --
		fi
	fi
	rm -f "$build"/config.[a-z]*
fi
# What named a changed symbol is gone by now, so the new header keeps the time
# of the old one: the other objects stay up to date
if [ -f "$header" ]; then touch -r "$header" "$header.new"; fi
mv "$header.new" "$header"
cp "$config" "$build/config"
mv "$build/auto.mk.new" "$build/auto.mk"
