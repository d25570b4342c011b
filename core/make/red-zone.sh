#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# red-zone.sh IMAGE: refuses an image that keeps data below the stack pointer.
# An interrupt starts on the stack of the thread that it hits, right there
# (arch/x86_64/vectors.S). The compiler is told so, but two kinds of code are
# not made by it: assembler, and libgcc, which comes compiled with the "128-byte
# area beyond the location pointed to by %rsp" of the System V ABI, 3.2.2.
# An access through an index register counts as inside the frame: whether it
# is cannot be told from the code, and our compiler makes no other.
set -eu
"${OBJDUMP:-objdump}" -d --no-show-raw-insn "$1" | awk '
/^[0-9a-f]+ <.*>:$/ { at = $2; gsub(/[<>:]/, "", at); next }
/-0x[0-9a-f]+\(%rsp\)/ && $2 !~ /^(lea|nop)/ && !(at in seen) {
	seen[at] = 1; names = names (names == "" ? "" : ", ") at
}
END {
	if (names == "")
		exit NR == 0 # objdump has said why
	printf "UK1040: code of the image keeps data below the stack pointer, where an interrupt would overwrite it: %s. Compile it with -mno-red-zone, move the stack pointer in assembler, or avoid the function of libgcc.\n", names > "/dev/stderr"
	exit 1
}'
