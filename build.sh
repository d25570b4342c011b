#!/usr/bin/env bash
# Builds everything, and shows it: packs the SDK and the microlibraries into artifacts/feed, builds the samples, uTNT for KVM and Xen, and
# lets uTNT reveal the hidden tunnel of a lab. Safe to repeat. Installs what is missing, says so.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
. .ci/machine.sh

lab=tools/netlab/labs/ex04.json
image=samples/uTNT/bin/Release/kvm/uTNT_qemu-x86_64
# No warning in any build
quiet=(--nologo -v quiet -warnaserror)

check_path
check_dotnet
install gcc libc6-dev make binutils patch xz-utils qemu-system-x86

say "packing the SDK"
mkdir -p artifacts/feed
dotnet pack sdk/Unikraft.Sdk/Unikraft.Sdk.csproj -c Release "${quiet[@]}"
dotnet pack sdk/Unikraft.Templates/Unikraft.Templates.csproj -c Release "${quiet[@]}"
dotnet pack tools/build-report/BuildReport.csproj -c Release "${quiet[@]}"

# The order is that of their dependencies: each is restored from the feed before it is packed.
for project in core/Unikraft.Core lib-musl/Unikraft.Lib.Musl lib-lwip/Unikraft.Lib.Lwip lib-scamper/Unikraft.Lib.Scamper; do
	say "packing $(basename "$project")"
	dotnet pack "$project.ukproj" "${quiet[@]}"
done

say "building samples/hello"
dotnet build samples/hello/hello.ukproj "${quiet[@]}"
say "building samples/uTNT for KVM and Xen"
dotnet build samples/uTNT/uTNT.ukproj -c Release -p:UkPlatforms=kvm%3bxen "${quiet[@]}"
say "building samples/scamper"
dotnet build samples/scamper/scamper.ukproj -c Release "${quiet[@]}"

say "running uTNT on $lab"
dotnet run --project tools/netlab -c Release -- "$lab" --image "$image"
