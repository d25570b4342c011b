#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Our command against Debian's scamper in a chain of network namespaces
# v - r1 - r2 - d (10.91.i.0/24): the same commands must give the same JSON
# except for times and ids; then its command line. Usage: netns.sh UK_SCAMPER.
# Needs root.
# Last line: N passed, N failed.

set -u
ours=$1
id=ukn$$
here=$(dirname "$0")
nodes="v r1 r2 d"
listener=

clean_up() {
	kill "$listener" 2>/dev/null
	for node in $nodes; do
		ip netns del "$id$node" 2>/dev/null
	done
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# link A B I: A gets 10.91.I.2 (towards v: .1 is nearer), B the other end.
link() {
	ip link add "$id$1$3" type veth peer name "$id$2$3" &&
	ip link set "$id$1$3" netns "$id$1" &&
	ip link set "$id$2$3" netns "$id$2" &&
	ip -n "$id$1" addr add "10.91.$3.1/24" dev "$id$1$3" &&
	ip -n "$id$2" addr add "10.91.$3.2/24" dev "$id$2$3" &&
	ip -n "$id$1" addr add "fd91:0:0:$3::1/64" dev "$id$1$3" nodad &&
	ip -n "$id$2" addr add "fd91:0:0:$3::2/64" dev "$id$2$3" nodad &&
	ip -n "$id$1" link set "$id$1$3" up &&
	ip -n "$id$2" link set "$id$2$3" up
}

build_chain() {
	for node in $nodes; do
		ip netns add "$id$node" || return 1
		ip -n "$id$node" link set lo up
		ip netns exec "$id$node" sysctl -q -w net.ipv4.ip_forward=1 \
			net.ipv4.icmp_ratelimit=0 \
			net.ipv4.icmp_msgs_per_sec=10000 \
			net.ipv6.conf.all.forwarding=1 net.ipv6.icmp.ratelimit=0
	done
	link v r1 0 && link r1 r2 1 && link r2 d 2 || return 1
	# The way is narrower in the middle.
	ip -n "${id}r1" link set "${id}r11" mtu 1300
	ip -n "${id}r2" link set "${id}r21" mtu 1300
	ip -n "${id}v" route add default via 10.91.0.2
	ip -n "${id}r1" route add 10.91.2.0/24 via 10.91.1.2
	ip -n "${id}r2" route add 10.91.0.0/24 via 10.91.1.1
	ip -n "${id}d" route add default via 10.91.2.1
	# Nobody answers for 10.91.2.77; r2 refuses 10.91.66.0/24.
	ip -n "${id}r1" route add 10.91.66.0/24 via 10.91.1.2
	ip -n "${id}r2" route add prohibit 10.91.66.0/24
	ip -n "${id}r1" route add unreachable 10.91.67.0/24
	ip -n "${id}r2" route add blackhole 10.91.68.0/24
	ip -n "${id}r1" route add 10.91.68.0/24 via 10.91.1.2
	ip -n "${id}v" route add default via fd91:0:0:0::2
	ip -n "${id}r1" route add fd91:0:0:2::/64 via fd91:0:0:1::2
	ip -n "${id}r2" route add fd91:0:0:0::/64 via fd91:0:0:1::1
	ip -n "${id}d" route add default via fd91:0:0:2::1
	ip -n "${id}r1" route add fd91:0:0:66::/64 via fd91:0:0:1::2
	ip -n "${id}r2" route add prohibit fd91:0:0:66::/64
	ip -n "${id}r1" route add fd91:0:0:68::/64 via fd91:0:0:1::2
	ip -n "${id}r2" route add blackhole fd91:0:0:68::/64
	# An open TCP port of both versions.
	ip netns exec "${id}d" python3 -c '
import socket, time
s = socket.socket(socket.AF_INET6)
s.bind(("::", 80))
s.listen(64)
time.sleep(900)' &
	listener=$!
}

if ! build_chain; then
	echo "netns.sh: cannot make network namespaces; run as root" >&2
	echo "0 passed, 1 failed"
	exit 1
fi
report=$(mktemp)
{ ip netns exec "${id}v" python3 "$here/compare.py" "$ours"
  ip netns exec "${id}v" python3 "$here/cli.py" "$ours" </dev/null
} <<'END' >"$report"
trace 10.91.2.2
trace -P udp-paris -f 1 -l 1 -U 7 -w 1 -q 3 -g 5 10.91.2.2
trace -P icmp-paris -f 1 -l 1 -U 7 -w 1 -q 3 -g 5 10.91.2.2
trace -P icmp-paris -f 2 -w 1 -q 3 -g 5 10.91.1.2
trace -P udp -w 1 10.91.2.2
trace -P icmp -w 1 10.91.2.2
trace -P icmp-paris -w 1 -m 2 10.91.2.2
trace -P udp-paris -w 1 -q 1 -g 2 10.91.68.1
trace -P icmp-paris -w 1 -q 2 -g 1 10.91.68.1
trace -P icmp-paris -w 1 -q 1 -g 2 -G 2 10.91.68.1
trace -P udp-paris -w 1 10.91.66.1
trace -P icmp-paris -w 1 10.91.66.1
trace -P icmp-paris -w 1 10.91.67.1
trace -Q -q 3 -w 1 10.91.2.2
trace -t 16 -s 40000 -d 40001 -p 0102030405 10.91.2.2
trace -P icmp-paris -t 16 -s 40000 -d 40001 -p 01020304 10.91.2.2
dump trace -M -s 40000 -w 1 10.91.2.2
dump trace -M -P udp -s 40001 -w 1 10.91.2.2
dump trace -M -s 40000 -w 1 -q 1 -g 2 10.91.68.1
dump trace -N 2 -q 1 -g 3 -s 40000 -w 1 10.91.68.1
dump trace -c 95 -s 40000 -w 1 10.91.2.2
dump trace -c 99 -P icmp-paris -d 9 -s 40000 -w 1 10.91.2.2
dump trace -c 95 -q 1 -g 2 -s 40000 -w 1 10.91.68.1
dump trace -z 10.91.1.2 -f 3 -s 40000 -w 1 10.91.2.2
dump trace -z 10.91.1.2 -s 40000 -w 1 10.91.2.2
dump trace -z 10.91.9.9 -Z lss1 -f 2 -s 40000 -w 1 10.91.2.2
dump trace -z 10.91.9.9 -Z lss1 -O dtree-noback -f 2 -s 40000 -w 1 10.91.2.2
dump ping -c 1 -R 10.91.2.2
dump ping -c 2 -i 0.1 -C 1234 -F 9 10.91.2.2
trace -N 3 -s 40000 -w 1 10.91.0.2
trace -S 10.91.0.1 -T -W 2 10.91.2.2
trace 10.91.0.1
trace -w 1 10.91.0.2
ping -c 1 10.91.2.2
ping -c 3 -i 0.2 -U 9 10.91.1.2
ping -c 3 -o 1 10.91.2.2
ping -c 2 -i 0.1 -m 1 10.91.2.2
ping -c 2 -i 0.1 -m 2 -s 28 10.91.2.2
ping -c 2 -i 0.1 -s 500 -z 8 -F 77 -d 65535 10.91.2.2
ping -c 2 -i 0.1 -W 2 10.91.68.1
ping -c 2 -i 0.1 10.91.66.1
ping -c 1 -s 2000 10.91.2.2
trace -P tcp -d 80 -s 40000 -w 1 10.91.2.2
trace -P TCP -s 40001 -w 1 10.91.2.2
trace -P tcp-ack -d 80 -s 40002 -t 8 -w 1 10.91.2.2
trace -P tcp -s 40003 -w 1 10.91.66.1
trace -P tcp -s 40003 -q 1 -g 2 -w 1 10.91.68.1
trace -P icmp-paris -s 40000 -d 1234 -w 1 fd91:0:0:2::2
trace -P icmp -s 40000 -w 1 fd91:0:0:2::2
trace -P udp -s 40000 -w 1 fd91:0:0:2::2
trace -P udp -s 40000 -p 010203 -w 1 fd91:0:0:2::2
trace -P tcp -s 40000 -d 80 -w 1 fd91:0:0:2::2
trace -P tcp-ack -s 40007 -w 1 fd91:0:0:2::2
trace -P icmp-paris -w 1 -q 1 -g 2 -s 40000 -d 99 fd91:0:0:68::1
trace -P icmp -w 1 -s 40000 fd91:0:0:66::1
trace -P udp -w 1 -s 40000 fd91:0:0:66::1
trace -P icmp -w 1 -s 40000 fd91:0:0:0::1
ping -c 2 -i 0.1 -P icmp-time 10.91.2.2
ping -c 2 -i 0.1 -P tcp-ack -d 80 -F 40000 10.91.2.2
ping -c 2 -i 0.1 -P tcp-ack-sport -d 80 -F 40000 10.91.2.2
ping -c 2 -i 0.1 -P tcp-syn -d 80 -F 40000 10.91.2.2
ping -c 2 -i 0.1 -P tcp-syn -d 81 -F 40000 10.91.2.2
ping -c 2 -i 0.1 -P tcp-synack -d 81 -F 40000 10.91.2.2
ping -c 1 -P tcp-rst -d 81 -F 40000 10.91.2.2
ping -c 2 -i 0.1 -P tcp-ack -A 77 -d 80 -F 40000 10.91.2.2
ping -c 2 -i 0.1 -P udp -F 40000 10.91.2.2
ping -c 2 -i 0.1 -P udp-dport -F 40000 -d 40001 10.91.2.2
ping -c 2 -i 0.1 -P udp -m 1 -s 100 -p 0102ff -F 40000 10.91.2.2
ping -c 2 -i 0.1 -P udp -B 0102ff -F 40000 10.91.2.2
ping -c 1 -R 10.91.2.2
ping -c 1 -R -m 2 10.91.2.2
ping -c 1 -T tsonly 10.91.2.2
ping -c 1 -T tsandaddr 10.91.2.2
ping -c 1 -p 0102ff 10.91.2.2
ping -c 1 -B 0102ff 10.91.2.2
ping -c 2 -i 0.1 -C 1234 10.91.2.2
ping -c 1 -s 200 -C 1234 10.91.2.2
ping -c 2 -i 0.1 fd91:0:0:2::2
ping -c 2 -i 0.1 -m 1 -z 4 fd91:0:0:2::2
ping -c 2 -i 0.1 -s 300 -p 01 fd91:0:0:2::2
ping -c 1 -P udp -F 40000 fd91:0:0:2::2
ping -c 2 -i 0.1 -P udp-dport -F 40000 fd91:0:0:2::2
ping -c 1 -P tcp-syn -d 80 -F 40000 fd91:0:0:2::2
ping -c 1 -P tcp-ack -F 40000 fd91:0:0:2::2
ping -c 1 -W 1 fd91:0:0:66::1
END
# Details first, then the two counts as one.
grep -v '^[0-9]* passed, [0-9]* failed$' "$report"
awk '/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3; runs++ }
     END { if (runs != 2) failed++
           print passed + 0 " passed, " failed + 0 " failed"
           exit failed != 0 }' "$report"
status=$?
rm -f "$report"
exit $status
