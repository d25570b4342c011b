#!/usr/bin/env bash
# make-bed.sh FOLDER: makes FOLDER/xen, FOLDER/vmlinux and FOLDER/root.cpio: a Xen hypervisor, the kernel of its domain 0 and that domain's initramfs.
# A second call does nothing unless a file it is made from has changed. docs/xen-testbed.md
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
[ $# -eq 1 ] || {
	echo "usage: make-bed.sh FOLDER" >&2
	exit 2
}
. "$here/../bed/debian.sh"

programs=(xl xenstored xenconsoled xenconsole xen-init-dom0 libxl-save-helper)
stores=(read write ls list rm chmod)

begin "$1" "$here"/dom0/*
fetch xen-hypervisor-4.17-amd64 xen-utils-4.17 xenstore-utils qemu-system-xen busybox-static libgcc-s1
extract_kernel
gzip -dc "$tree/boot/xen-4.17-amd64.gz" >"$made/xen" # QEMU takes the plain multiboot file only

put_tools
mkdir -p "$root"/{etc/xen/scripts,var/lib/xen,var/lib/xenstored,var/log/xen,usr/share/qemu}
for name in "${programs[@]}"; do
	put "usr/lib/xen-4.17/bin/$name" # libxl looks for its helpers there
	ln -sf "/usr/lib/xen-4.17/bin/$name" "$root/bin/$name"
done
for name in "${stores[@]}"; do
	put "usr/bin/xenstore-$name" "bin/xenstore-$name"
done
put usr/libexec/xen-qemu-system-i386                         # serves 9pfs
cp -r "$tree/usr/share/qemu/keymaps" "$root/usr/share/qemu/" # without them it does not start
put_library libgcc_s.so.1                                    # loaded when libxl ends a thread
put_modules xen-evtchn xen-privcmd xen-gntdev xen-gntalloc xenfs xen-netback bridge
: >"$root/etc/xen/xl.conf"
put_init "$here/dom0/start"
install -m 755 "$here/dom0/vif-bridge" "$root/etc/xen/scripts/vif-bridge"
finish xen vmlinux
