#!/bin/sh
# submenu.sh FILE FOLDER...: writes a source line for each folder that has a
# Config.uk, and says the name of the file. A folder may be a list with colons.
out=$1
shift
for list; do
	echo "$list" | tr ':' '\n'
done | while read -r folder; do
	[ -f "$folder/Config.uk" ] && echo "source \"$folder/Config.uk\""
done >"$out"
echo "$out"
