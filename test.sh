#!/usr/bin/env bash
# Runs every test and ends with `N passed, N failed`. Fails when one fails, and when a suite does not run. Installs what is missing, says so.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")"
. .ci/machine.sh

passed=0
failed=0
log=artifacts/test.log
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 LC_ALL=C

# count PASSED FAILED: adds the counts of a suite
count() {
	passed=$((passed + $1))
	failed=$((failed + $2))
}

# suite NAME COMMAND...: runs a suite; its counts are in the last line of `make check` or `dotnet test` that gives any
suite() {
	local name=$1 line ok bad status
	shift
	say "$name"
	"$@" 2>&1 | tee "$log"
	status=${PIPESTATUS[0]}
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
		say "$name did not run to its end"
		ok=0
		bad=1
		;;
	esac
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
		bad=1
	fi
	count "$ok" "$bad"
}

# check NAME COMMAND...: one test that a command succeeds
check() {
	local name=$1
	shift
	say "$name"
	if "$@"; then count 1 0; else count 0 1; fi
}

format_c() {
	git ls-files -z -- '*.c' '*.h' | xargs -0 clang-format --dry-run -Werror
}

format_csharp() {
	dotnet format Unikraft.slnx --verify-no-changes --no-restore
}

check_path
check_dotnet
install git gcc g++ libc6-dev make binutils patch xz-utils qemu-system-x86 scamper clang libclang-rt-14-dev libcmocka-dev zlib1g-dev clang-format \
	iproute2 tcpdump gdb unzip bzip2 m4 util-linux procps python3-kconfiglib kconfig-frontends-nox ccache distcc openssl libssl-dev
mkdir -p artifacts

# Guests and labs are tested with what it makes: the packages in the feed and the image of uTNT.
check "building everything" ./build.sh
check "building the C# projects" dotnet build Unikraft.slnx --nologo -v quiet
check "formatting of C#" format_csharp
check "formatting of C" format_c

while read -r makefile; do
	folder=$(dirname "$makefile")
	suite "$folder" make --no-print-directory -C "$folder" check
done < <(git grep -l '^check:' -- '*Makefile' | sort)

for project in tests/*.Tests; do
	suite "$project" dotnet test "$project" --nologo
done

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
