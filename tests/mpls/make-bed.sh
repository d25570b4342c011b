#!/usr/bin/env bash
# make-bed.sh FOLDER: makes FOLDER/vmlinux and FOLDER/root.cpio: a Linux with MPLS, traffic control, and the commands ip and tc.
# A second call does nothing unless a file it is made from has changed. docs/linux-mpls.md
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
[ $# -eq 1 ] || {
	echo "usage: make-bed.sh FOLDER" >&2
	exit 2
}
. "$here/../bed/debian.sh"

begin "$1" "$here/start"
fetch busybox-static iproute2
extract_kernel
put_tools
for name in ip tc; do
	rm -f "$root/bin/$name" # busybox has a small ip and tc
	put "$(cd "$tree" && find bin sbin usr/bin usr/sbin -name "$name" -type f 2>/dev/null | head -n 1)" "bin/$name"
done
put_modules mpls_router mpls_iptunnel sch_netem veth bridge
put_init "$here/start"
finish vmlinux
