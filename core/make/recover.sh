#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# recover.sh BEGUN BUILD: removes those of the products noted in BEGUN, all in
# BUILD, that were not finished. An object is finished when its table of
# section headers, which assembler and linker write last, lies inside of it.
set -u
begun=$1 build=$2

number() { od -An -v "-j$2" "-N$3" "-tu$3" "$1" 2>/dev/null | tr -d ' '; }

whole_object() {
	[ "$(od -An -v -N4 -tx1 "$1" 2>/dev/null | tr -d ' ')" = 7f454c46 ] || return 1
	table=$(number "$1" 40 8) entry=$(number "$1" 58 2) count=$(number "$1" 60 2)
	size=$(wc -c <"$1")
	[ -n "$count" ] && [ "$count" -gt 0 ] && [ "$((table + entry * count))" -le "$size" ]
}

sort -u "$begun" | while IFS= read -r product; do
	case $product in "$build"/*) ;; *) continue ;; esac
	[ -f "$product" ] || continue
	case $product in
	*.o) whole_object "$product" || rm -f -- "$product" "${product%.o}.d" ;;
	*) rm -f -- "$product" "$product.d" ;;
	esac
done
# A dependency file without its object may be cut off in the middle of a name
sed -n 's/\.o$//p' "$begun" | sort -u | while IFS= read -r base; do
	[ -f "$base.o" ] || rm -f -- "$base.d"
done
: >"$begun"
