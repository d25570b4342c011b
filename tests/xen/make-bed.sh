#!/usr/bin/env bash
# make-bed.sh FOLDER: makes FOLDER/xen, FOLDER/vmlinux and FOLDER/dom0.cpio: a Xen hypervisor, the kernel of its domain 0 and that domain's initramfs.
# All of it comes from Debian's packages, which are downloaded and unpacked in FOLDER and never installed. Needs no root. A second call does nothing
# unless a file of this folder has changed. docs/xen-testbed.md
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
[ $# -eq 1 ] || {
	echo "usage: make-bed.sh FOLDER" >&2
	exit 2
}
mkdir -p "$1"
folder=$(cd "$1" && pwd)

# what domain 0 consists of
packages=(xen-hypervisor-4.17-amd64 xen-utils-4.17 xenstore-utils qemu-system-xen busybox-static libgcc-s1)
programs=(xl xenstored xenconsoled xenconsole xen-init-dom0 libxl-save-helper)
stores=(read write ls list rm chmod)
modules=(xen-evtchn xen-privcmd xen-gntdev xen-gntalloc xenfs xen-netback bridge virtio_pci virtio_net 9pnet_virtio 9p)

# fail CODE TEXT: a coded error (docs/errors/xen-testbed.md), then the end
fail() {
	printf '%s: %s\n' "$1" "$2" >&2
	exit 1
}

need() {
	command -v "$1" >/dev/null || fail UK3200 "The command $1 is missing. Install Debian's package $2."
}

# apt_private COMMAND...: apt-get on an empty system of its own: the whole closure of packages is downloaded, whatever this machine has installed
apt_private() {
	apt-get -qq -y -o Dir::State="$folder/apt/state" -o Dir::State::status="$folder/apt/status" -o Dir::Cache="$folder/apt/cache" \
		-o Debug::NoLocking=1 -o APT::Sandbox::User= -o APT::Install-Recommends=0 -o Dpkg::Use-Pty=0 "$@"
}

download() {
	mkdir -p "$folder/apt/state/lists/partial" "$folder/apt/cache/archives/partial"
	: >"$folder/apt/status"
	local kernel options=(-o Dir::State="$folder/apt/state" -o Dir::State::status="$folder/apt/status" -o Dir::Cache="$folder/apt/cache")
	apt_private update >&2 || fail UK3201 "The lists of Debian's packages cannot be downloaded. Check the network and the machine's sources of packages."
	apt_private --download-only install "${packages[@]}" >&2 ||
		fail UK3202 "The packages ${packages[*]} cannot be downloaded. They are those of Debian 12 (bookworm): check the network and the machine's sources of packages."
	# linux-image-amd64 names the kernel that is current; its own dependencies make an initramfs, which we do ourselves
	kernel=$(apt-cache "${options[@]}" depends linux-image-amd64 | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
	(cd "$folder/apt/cache/archives" && { compgen -G "${kernel}_*.deb" >/dev/null || apt_private download "$kernel" >&2; }) ||
		fail UK3202 "The kernel '$kernel' cannot be downloaded. Check the network and the machine's sources of packages."
}

unpack() {
	rm -rf "$tree"
	mkdir -p "$tree"
	local deb
	for deb in "$folder"/apt/cache/archives/*.deb; do
		case ${deb##*/} in
		qemu-system-data*) dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$tree" ./usr/share/qemu/keymaps ;;
		python3* | libpython3* | perl* | ipxe* | seabios* | udev* | debconf*) ;;
		*) dpkg-deb -x "$deb" "$tree" ;;
		esac
	done
}

# The kernel of a bzImage: Xen would need seconds to unpack it under emulation. Linux' boot protocol: setup_sects at 0x1f1, payload_offset at 0x248.
extract_kernel() {
	local image sectors offset
	image=$(echo "$tree"/boot/vmlinuz-*)
	sectors=$(od -An -tu1 -j $((0x1f1)) -N 1 "$image")
	offset=$(od -An -tu4 -j $((0x248)) -N 4 "$image")
	# the payload is followed by other bytes, about which xz complains
	tail -c +$(((sectors + 1) * 512 + offset + 1)) "$image" | xz -dc --single-stream >"$made/vmlinux" 2>/dev/null || true
	[ "$(head -c 4 "$made/vmlinux" | tail -c 3)" = ELF ] || fail UK3203 "The kernel in $image is not packed with xz. Correct extract_kernel of make-bed.sh."
}

# put PATH [AS]: a file of the packages and the libraries it needs
put() {
	local library
	mkdir -p "$root/$(dirname "${2:-$1}")"
	cp -L "$tree/$1" "$root/${2:-$1}"
	for library in $(readelf -d "$tree/$1" 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
		put_library "$library"
	done
}

put_library() {
	local at
	[ ! -e "$root/lib/x86_64-linux-gnu/$1" ] || return 0
	at=$(cd "$tree" && find lib/x86_64-linux-gnu usr/lib/x86_64-linux-gnu usr/lib/xen-4.17/lib -name "$1" 2>/dev/null | head -n 1)
	[ -n "$at" ] || fail UK3203 "The library $1 is in none of the packages. Add its package to make-bed.sh."
	put "$at" "lib/x86_64-linux-gnu/$1"
}

# put_module NAME: a kernel module and those it depends on; what is built in has no file
put_module() {
	local file name
	file=$(cd "$tree" && find lib/modules -name "$(sed 's/[-_]/[-_]/g' <<<"$1").ko" | head -n 1)
	[ -n "$file" ] && [ ! -e "$root/$file" ] || return 0
	mkdir -p "$root/$(dirname "$file")"
	cp "$tree/$file" "$root/$file"
	for name in $(objcopy -O binary -j .modinfo "$tree/$file" /dev/stdout | tr '\0' '\n' | sed -n 's/^depends=//p' | tr , ' '); do
		put_module "$name"
	done
}

fill_root() {
	local name
	mkdir -p "$root"/{bin,dev,proc,sys,run,tmp,host,lib64,lib/x86_64-linux-gnu,etc/xen/scripts,var/lib/xen,var/lib/xenstored,var/log/xen,usr/share/qemu}
	ln -s /run "$root/var/run"
	ln -s /run/lock "$root/var/lock" # xenconsole locks there, and xl waits for it for ever
	ln -s bin "$root/sbin"
	put bin/busybox
	"$root/bin/busybox" --install -s "$made/links"
	for name in "$made"/links/*; do
		[ -e "$root/bin/${name##*/}" ] || ln -s busybox "$root/bin/${name##*/}"
	done
	for name in "${programs[@]}"; do
		put "usr/lib/xen-4.17/bin/$name" # libxl looks for its helpers there
		ln -s "/usr/lib/xen-4.17/bin/$name" "$root/bin/$name"
	done
	for name in "${stores[@]}"; do
		put "usr/bin/xenstore-$name" "bin/xenstore-$name"
	done
	put usr/libexec/xen-qemu-system-i386       # serves 9pfs
	cp -r "$tree/usr/share/qemu/keymaps" "$root/usr/share/qemu/" # without them it does not start
	put lib64/ld-linux-x86-64.so.2
	put_library libgcc_s.so.1 # loaded when libxl ends a thread
	for name in "${modules[@]}"; do
		put_module "$name"
	done
	"$root/bin/busybox" depmod -b "$root" "$(ls "$root/lib/modules")"
	echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
	echo 'root:x:0:' >"$root/etc/group"
	: >"$root/etc/xen/xl.conf"
	install -m 755 "$here/dom0/init" "$root/init"
	install -m 755 "$here/dom0/vif-bridge" "$root/etc/xen/scripts/vif-bridge"
}

need apt-get apt
need dpkg-deb dpkg
need xz xz-utils
need readelf binutils
need flock util-linux

# two test runs at the same time make it once
exec 9>"$folder/lock"
flock 9
stamp=$(cat "$here/make-bed.sh" "$here"/dom0/* | sha256sum)
[ "$stamp" != "$(cat "$folder/stamp" 2>/dev/null)" ] || exit 0
rm -f "$folder/stamp"
echo "making the Xen test bed in $folder (once)" >&2
tree=$folder/tree
made=$folder/made
root=$made/root
compgen -G "$folder/apt/cache/archives/linux-image-*.deb" >/dev/null || download
unpack
rm -rf "$made"
mkdir -p "$made/links"
extract_kernel
gzip -dc "$tree/boot/xen-4.17-amd64.gz" >"$made/xen" # QEMU takes the plain multiboot file only
fill_root
(cd "$root" && find . | "$root/bin/busybox" cpio -o -H newc 2>/dev/null) >"$made/dom0.cpio"
mv -f "$made"/{xen,vmlinux,dom0.cpio} "$folder/"
rm -rf "$made" "$tree"
echo "$stamp" >"$folder/stamp"
