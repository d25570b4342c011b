# Sourced by the make-bed.sh scripts: makes a Linux that QEMU boots (kernel and initramfs) out of Debian's packages, which are downloaded once for all beds and
# unpacked, never installed. Needs no root. docs/test-beds.md
#
#   begin FOLDER FILE...   ends the script when FOLDER is up to date with the FILEs; else sets folder, tree (unpacked packages), made (products), root (initramfs)
#   fetch PACKAGE...       downloads and unpacks the packages with all they depend on, and the current kernel
#   extract_kernel         made/vmlinux
#   put, put_library, put_tools, put_modules, put_init      fill the root
#   finish NAME...         made/root.cpio; it and the named products become files of FOLDER
bed=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

# fail CODE TEXT: a coded error (docs/errors/test-beds.md), then the end
fail() {
	printf '%s: %s\n' "$1" "$2" >&2
	exit 1
}

need() {
	command -v "$1" >/dev/null || fail UK3200 "The command $1 is missing. Install Debian's package $2."
}

begin() {
	need apt-get apt
	need dpkg-deb dpkg
	need xz xz-utils
	need readelf binutils
	need flock util-linux
	mkdir -p "$1"
	folder=$(cd "$1" && pwd)
	# two test runs at the same time make it once
	exec 9>"$folder/lock"
	flock 9
	stamp=$(cat "$0" "$bed"/debian.sh "$bed"/init "${@:2}" | sha256sum)
	[ "$stamp" != "$(cat "$folder/stamp" 2>/dev/null)" ] || exit 0
	rm -f "$folder/stamp"
	echo "making the test bed in $folder (once)" >&2
	tree=$folder/tree
	made=$folder/made
	root=$made/root
	rm -rf "$tree" "$made"
	mkdir -p "$tree" "$made/links"
}

# apt_private TOOL WORD...: apt on an empty system of its own, so that the whole closure of a package counts, whatever this machine has installed
apt_private() {
	"$1" -qq -o Dir::State="$apt/state" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" -o Debug::NoLocking=1 \
		-o APT::Sandbox::User= -o APT::Install-Recommends=0 -o Dpkg::Use-Pty=0 "${@:2}"
}

fetch() {
	local packages=("$@") kernel deb
	apt=$folder/../debian
	mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial"
	apt=$(cd "$apt" && pwd)
	: >"$apt/status"
	exec 8>"$apt/lock"
	flock 8
	compgen -G "$apt/state/lists/*_Packages*" >/dev/null || apt_private apt-get update >&2 ||
		fail UK3201 "The lists of Debian's packages cannot be downloaded. Check the network and the machine's sources of packages."
	apt_private apt-get -y --download-only install "${packages[@]}" >&2 ||
		fail UK3202 "The packages ${packages[*]} cannot be downloaded. They are those of Debian 12 (bookworm): check the network and the machine's sources of packages."
	# linux-image-amd64 names the kernel that is current; its own dependencies make an initramfs, which we do ourselves
	kernel=$(apt_private apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
	(cd "$apt/cache/archives" && { compgen -G "${kernel}_*.deb" >/dev/null || apt_private apt-get download "$kernel" >&2; }) ||
		fail UK3202 "The kernel '$kernel' cannot be downloaded. Check the network and the machine's sources of packages."
	for deb in "$kernel" $(apt_private apt-get --simulate install "${packages[@]}" | sed -n 's/^Inst \([^ ]*\) .*/\1/p'); do
		deb=$(echo "$apt/cache/archives/${deb%:*}"_*.deb)
		case ${deb##*/} in
		qemu-system-data*) dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$tree" ./usr/share/qemu/keymaps ;;
		python3* | libpython3* | perl* | ipxe* | seabios* | udev* | debconf*) ;;
		*) dpkg-deb -x "$deb" "$tree" ;;
		esac
	done
	exec 8>&-
}

# The kernel of a bzImage, since a boot would need seconds to unpack it under emulation. Linux' boot protocol: setup_sects at 0x1f1, payload_offset at 0x248.
extract_kernel() {
	local image sectors offset
	image=$(echo "$tree"/boot/vmlinuz-*)
	sectors=$(od -An -tu1 -j $((0x1f1)) -N 1 "$image")
	offset=$(od -An -tu4 -j $((0x248)) -N 4 "$image")
	# the payload is followed by other bytes, about which xz complains
	tail -c +$(((sectors + 1) * 512 + offset + 1)) "$image" | xz -dc --single-stream >"$made/vmlinux" 2>/dev/null || true
	[ "$(head -c 4 "$made/vmlinux" | tail -c 3)" = ELF ] || fail UK3203 "The kernel in $image is not packed with xz. Correct extract_kernel of tests/bed/debian.sh."
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
	at=$(cd "$tree" && find lib usr/lib -name "$1" 2>/dev/null | head -n 1)
	[ -n "$at" ] || fail UK3203 "The library $1 is in none of the packages. Add its package to $0."
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

# put_modules NAME...: those that init loads, in this order, besides what connects the bed to this machine
put_modules() {
	local name
	for name in virtio_pci 9pnet_virtio 9p virtio_net "$@"; do
		put_module "$name"
		echo "$name" >>"$root/etc/modules"
	done
	"$root/bin/busybox" depmod -b "$root" "$(ls "$root/lib/modules")"
}

# put_tools: folders, busybox with all its names, and the loader
put_tools() {
	local name
	mkdir -p "$root"/{bin,dev,proc,sys,run/lock,tmp,host,lib64,lib/x86_64-linux-gnu,etc,var}
	ln -s /run "$root/var/run"
	ln -s /run/lock "$root/var/lock"
	ln -s bin "$root/sbin"
	put bin/busybox
	"$root/bin/busybox" --install -s "$made/links"
	for name in "$made"/links/*; do
		[ -e "$root/bin/${name##*/}" ] || ln -s busybox "$root/bin/${name##*/}"
	done
	put lib64/ld-linux-x86-64.so.2
	echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
	echo 'root:x:0:' >"$root/etc/group"
}

# put_init FILE: the init of all beds, and what this one does before it takes commands
put_init() {
	install -m 755 "$bed/init" "$root/init"
	install -m 644 "$1" "$root/etc/bed"
}

finish() {
	local name
	(cd "$root" && find . | "$root/bin/busybox" cpio -o -H newc 2>/dev/null) >"$made/root.cpio"
	for name in root.cpio "$@"; do
		mv -f "$made/$name" "$folder/"
	done
	rm -rf "$made" "$tree"
	echo "$stamp" >"$folder/stamp"
}
