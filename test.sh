#!/usr/bin/env bash
# Runs every test and ends with `N passed, N failed`. Fails when one fails, and when a suite does not run. Installs what is missing, says so.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")"
. .ci/machine.sh

results=artifacts/test
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 LC_ALL=C

# count_of NAME: the file with the counts of a suite or check
count_of() {
	echo "$results/${1//[\/ ]/-}.count"
}

# suite NAME COMMAND...: runs a suite and prints what it said when it has ended; its counts are in the last line of `make check` or `dotnet test` that gives any
suite() {
	local name=$1 log line ok bad status begin=$SECONDS
	shift
	log=$results/${name//\//-}.log
	"$@" >"$log" 2>&1 </dev/null
	status=$?
	line=$(grep -E "^[0-9]+ passed, [0-9]+ failed$|Failed: +[0-9]+, Passed: +[0-9]+" "$log" | tail -n 1)
	case "$line" in
	*"Passed:"*)
		ok=$(sed -E 's/.*Passed: +([0-9]+).*/\1/' <<<"$line")
		bad=$(sed -E 's/.*Failed: +([0-9]+).*/\1/' <<<"$line")
		;;
	*" passed, "*)
		ok=${line%% *}
		bad=$(sed -E 's/.* ([0-9]+) failed$/\1/' <<<"$line")
		;;
	*)
		echo "$name did not run to its end" >>"$log"
		ok=0
		bad=1
		;;
	esac
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
		bad=1
	fi
	echo "$ok $bad" >"$(count_of "$name")"
	# Suites side by side print one after the other.
	(
		flock 9
		say "$name: $ok passed, $bad failed, $((SECONDS - begin)) s"
		cat "$log"
	) 9>"$results/lock"
}

# check NAME COMMAND...: one test that a command succeeds
check() {
	local name=$1 count="1 0" begin=$SECONDS
	shift
	say "$name"
	"$@" || count="0 1"
	echo "$count" >"$(count_of "$name")"
	say "$name: ${count/ / passed, } failed, $((SECONDS - begin)) s"
}

# native FOLDER..., dotnet_tests PROJECT...: suites, one after the other
native() {
	local folder
	for folder; do suite "$folder" make --no-print-directory -C "$folder" check; done
}

dotnet_tests() {
	local project
	for project; do suite "$project" dotnet test "$project" --nologo --no-build; done
}

# without LIST NAME...: the lines of LIST that are no NAME
without() {
	local list=$1
	shift
	grep -vxF -f <(printf '%s\n' "$@") <<<"$list"
}

format_c() {
	git ls-files -z -- '*.c' '*.h' | xargs -0 clang-format --dry-run -Werror
}

# The build enforces code style and analyzers; what is left is where blanks stand.
format_csharp() {
	dotnet format whitespace Unikraft.slnx --verify-no-changes --no-restore
}

check_path
check_dotnet
install git gcc g++ libc6-dev make binutils patch xz-utils qemu-system-x86 scamper clang libclang-rt-14-dev libcmocka-dev zlib1g-dev clang-format \
	iproute2 tcpdump gdb unzip bzip2 m4 util-linux procps python3-kconfiglib kconfig-frontends-nox ccache distcc openssl libssl-dev
rm -rf "$results"
mkdir -p "$results"

# Guests and labs are tested with what it makes: the packages in the feed and the image of uTNT.
check "building everything" ./build.sh

# Two processors, two queues: C on one, C# on the other. Who uses both, or measures time, comes last and has the machine for itself.
alone=(tests/Unikraft.Sdk.Tests tests/Xen.Tests tests/Guest.Tests tests/Labs.Tests)
with_csharp=(tests/control tests/native/debian)
mapfile -t makefiles < <(without "$(git grep -l '^check:' -- '*Makefile' | xargs -n 1 dirname | sort)" "${with_csharp[@]}")
mapfile -t others < <(without "$(printf '%s\n' tests/*.Tests)" "${alone[@]}")
csharp="building the C# projects"
set -m # a process group of its own, which can be ended
{
	native "${makefiles[@]}"
	until [ -e "$(count_of "$csharp")" ]; do sleep 1; done
	native "${with_csharp[@]}"
} &
set +m
queue=$!
trap 'kill -- -$queue 2>/dev/null' EXIT
check "$csharp" dotnet build Unikraft.slnx --nologo -v quiet
check "formatting of C#" format_csharp
check "formatting of C" format_c
dotnet_tests "${others[@]}"
wait "$queue"
dotnet_tests "${alone[@]}"

read -r passed failed < <(cat "$results"/*.count | awk '{ passed += $1; failed += $2 } END { print passed, failed }')
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
