# SPDX-License-Identifier: BSD-3-Clause
#
# Sourced by a script that runs below `unshare --net --mount`: a chain of
# network namespaces v - r1 - r2 - d (10.91.i.0/24, fd91:0:0:i::/64; .1 is
# nearer to v). It ends with the script.
nodes="v r1 r2 d"

# link A B I: A gets 10.91.I.1, B the other end.
link() {
	ip link add "$1$3" netns "$1" type veth peer name "$2$3" netns "$2"
	ip -n "$1" -batch - <<-END
		addr add 10.91.$3.1/24 dev $1$3
		addr add fd91:0:0:$3::1/64 dev $1$3 nodad
		link set $1$3 up
	END
	ip -n "$2" -batch - <<-END
		addr add 10.91.$3.2/24 dev $2$3
		addr add fd91:0:0:$3::2/64 dev $2$3 nodad
		link set $2$3 up
	END
}

build_chain() {
	# The names of namespaces are files; these are nobody else's.
	mount -t tmpfs tmpfs /run
	for node in $nodes; do
		ip netns add $node
		ip -n $node link set lo up
		ip netns exec $node sysctl -q -w net.ipv4.ip_forward=1 \
			net.ipv4.icmp_ratelimit=0 \
			net.ipv4.icmp_msgs_per_sec=100000 \
			net.ipv4.icmp_msgs_burst=10000 \
			net.ipv6.conf.all.forwarding=1 net.ipv6.icmp.ratelimit=0
	done
	link v r1 0
	link r1 r2 1
	link r2 d 2
	# Nobody answers for 10.91.67.0/24 at r1 nor for 10.91.66.0/24 at r2: host
	# unreachable, and soon. (Errors of routes, as of a prohibit route, come once
	# a second at most, whatever is set.) r2 forgets 10.91.68.0/24.
	for neighbours in r1/r11 r2/r22; do
		ip netns exec ${neighbours%/*} sysctl -q -w \
			net.ipv4.neigh.${neighbours#*/}.mcast_solicit=1 \
			net.ipv4.neigh.${neighbours#*/}.retrans_time_ms=50
	done
	# The way is narrower in the middle.
	ip -n v -batch - <<-END
		route add default via 10.91.0.2
		route add default via fd91:0:0:0::2
	END
	ip -n r1 -batch - <<-END
		link set r11 mtu 1300
		route add 10.91.2.0/24 via 10.91.1.2
		route add 10.91.66.0/24 via 10.91.1.2
		route add 10.91.67.0/24 dev r11
		route add 10.91.68.0/24 via 10.91.1.2
		route add fd91:0:0:2::/64 via fd91:0:0:1::2
		route add fd91:0:0:66::/64 via fd91:0:0:1::2
		route add fd91:0:0:68::/64 via fd91:0:0:1::2
	END
	ip -n r2 -batch - <<-END
		link set r21 mtu 1300
		route add 10.91.0.0/24 via 10.91.1.1
		route add 10.91.66.0/24 dev r22
		route add blackhole 10.91.68.0/24
		route add fd91:0:0:0::/64 via fd91:0:0:1::1
		route add prohibit fd91:0:0:66::/64
		route add blackhole fd91:0:0:68::/64
	END
	ip -n d -batch - <<-END
		route add default via 10.91.2.1
		route add default via fd91:0:0:2::1
	END
}
