#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# unarchive.sh ARCHIVE DEST [ALGORITHM:SUM | patch:SUBDIR:FILE]...
# Verifies ARCHIVE, unpacks it beside DEST, applies the patches in the given
# order (-p1, in SUBDIR) and only then gives the result its name.
set -eu
archive=$1 dest=$2
shift 2
fail() { echo "$archive: error UK$1: $2" >&2; exit 1; }

for arg; do
	case $arg in
	md5:*|sha1:*|sha256:*|sha512:*)
		want=${arg#*:}
		have=$("${arg%%:*}sum" <"$archive") && have=${have%% *}
		[ "$have" = "$want" ] ||
			fail 2003 "${arg%%:*} digest is $have, expected $want. Nothing was unpacked; restore the archive again."
		;;
	esac
done

tmp=$dest.tmp
rm -rf "$tmp"
mkdir -p "$tmp"
# -m: files take the present time, so that whatever was made from an older
# unpacking is out of date
case $archive in
*.tar.gz|*.tgz|*.tar.xz|*.txz|*.tar.bz2|*.tbz2|*.tar)
	tar -x -m --no-same-owner --no-same-permissions -f "$archive" -C "$tmp" ||
		fail 2004 "tar cannot unpack it. Is the archive complete?" ;;
*.zip)
	unzip -q -DD "$archive" -d "$tmp" ||
		fail 2004 "unzip cannot unpack it. Is the archive complete?" ;;
*)	fail 2005 "unknown archive suffix. Use .tar.gz, .tar.xz, .tar.bz2 or .zip." ;;
esac

# Archives of one version can differ in their line ends (Debian's lwIP has CR LF,
# its repository LF). The files a patch of LF lines names get such lines, too.
cr=$(printf '\r')
plain_lines() {
	! grep -q "$cr" "$2" || return 0
	sed -n 's|^+++ [^/]*/||p' "$2" | cut -f 1 | while IFS= read -r name; do
		[ ! -f "$1/$name" ] || [ -L "$1/$name" ] || sed -i "s/$cr\$//" "$1/$name"
	done
}

for arg; do
	case $arg in
	patch:*)
		rest=${arg#patch:} sub=${rest%%:*} file=${rest#*:}
		plain_lines "$tmp/$sub" "$file"
		patch -s -p1 --no-backup-if-mismatch -d "$tmp/$sub" <"$file" ||
			fail 2006 "patch $file does not apply. Refresh it against this version." ;;
	esac
done
rm -rf "$dest"
mv "$tmp" "$dest"
