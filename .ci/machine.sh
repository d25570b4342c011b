# Sourced by build.sh and test.sh: what the machine must have. Debian 12 with the .NET SDK 10 is enough; the rest comes from apt.

# say TEXT: one line of our own between the lines of the tools
say() { printf '== %s\n' "$*"; }

# fail CODE TEXT: a coded error, then the end
fail() {
	printf '%s: %s\n' "$1" "$2" >&2
	exit 1
}

# check_path: make and the shell commands it starts take no such path (docs/errors/build.md, UK1103)
check_path() {
	if LC_ALL=C printf '%s' "$PWD" | grep -q '[^A-Za-z0-9/._+@~-]'; then
		fail UK0030 "The repository lies in '$PWD', and make cannot take that path. Move it to one of letters, digits and . _ + @ ~ - only."
	fi
}

# check_dotnet: the one thing apt does not have
check_dotnet() {
	command -v dotnet >/dev/null || fail UK0031 "The command dotnet is missing. Install the .NET SDK 10 and put it on the PATH."
	case "$(dotnet --version 2>/dev/null)" in
	1[0-9].*) ;;
	*) fail UK0031 "dotnet does not find the .NET SDK 10. Install it, or correct the PATH." ;;
	esac
}

# install PACKAGE...: installs what is missing, and only that
install() {
	local missing=() package
	for package; do
		dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	command -v apt-get >/dev/null || fail UK0032 "Missing: ${missing[*]}. This machine has no apt-get; install them with its own package manager."
	say "installing ${missing[*]}"
	local root=()
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null || fail UK0032 "Missing: ${missing[*]}. Run as root: apt-get install ${missing[*]}"
		root=(sudo)
	fi
	"${root[@]}" apt-get update -q || fail UK0032 "apt-get update failed. Check the machine's sources of packages."
	"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" ||
		fail UK0032 "Installing ${missing[*]} failed. Install them by hand, then start again."
}
