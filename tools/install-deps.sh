#!/usr/bin/env bash
# Install the Debian 12 packages that Estreat needs. The lists below are the
# only place where they are named; docs/dependencies.md gives the reasons.
#
#   usage: tools/install-deps.sh [--list] GROUP...     GROUP: build demo test
#
# Packages that are there already are left alone, and where none is missing
# nothing is done at all. Works as root or through sudo. --list only prints
# the names of the groups' packages.
set -euo pipefail

build='gcc libc6-dev meson ninja-build pkg-config python3
	libssl-dev libcurl4-openssl-dev libjansson-dev libsqlite3-dev
	libzstd-dev libarchive-dev libmicrohttpd-dev libgnutls28-dev libldap-dev
	libsodium-dev zlib1g-dev nodejs npm'
demo='ca-certificates'
test='git clang libclang-rt-14-dev clang-format cppcheck codespell pmccabe
	shellcheck zsh fish mutt dovecot-imapd dovecot-lmtpd
	libsasl2-modules
	libgmime-3.0-dev chromium
	openssl ffmpeg libjpeg-turbo-progs pngcheck poppler-utils
	python3-jsonschema slapd ldap-utils
	ceph-mon ceph-osd radosgw ceph-common'

usage() {
	sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
	exit 2
}

# Node.js that came from elsewhere brings npm along, and Debian's would not
# go beside it: what can be run is there.
is_there() {
	case $1 in
	nodejs) command -v node >/dev/null && return 0 ;;
	npm) command -v npm >/dev/null && return 0 ;;
	esac
	dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null |
		grep -qx installed
}

# What of its arguments is not there, one a line.
missing() {
	local name
	for name in "$@"; do
		is_there "$name" || echo "$name"
	done
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo -- "$@"
	fi
}

apt() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
		-o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 \
		-o Dpkg::Use-Pty=0 "$@" >>"$log" 2>&1 </dev/null
}

# The lists at hand may do; where they do not, fetch them and try again.
install() {
	apt install --no-install-recommends --no-upgrade "$@" && return 0
	for pause in 1 10 30; do
		sleep "$pause"
		apt update || true # one list out of reach may not matter
		apt install --no-install-recommends --no-upgrade "$@" &&
			return 0
	done
	return 1
}

[ $# -gt 0 ] || usage
list=false
names=
for group in "$@"; do
	case $group in
	--list) list=true ;;
	build) names="$names $build" ;;
	demo) names="$names $demo" ;;
	test) names="$names $test" ;;
	*) usage ;;
	esac
done
if $list; then
	# shellcheck disable=SC2086 # a list of words
	printf '%s\n' $names
	exit 0
fi

# shellcheck disable=SC2086
mapfile -t absent < <(missing $names)
[ ${#absent[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
	echo "These packages are missing, and without root or sudo they cannot" \
		"be installed here. As root: apt-get install ${absent[*]}" >&2
	exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "installing ${#absent[@]} packages: ${absent[*]}"
if ! install "${absent[@]}"; then
	cat "$log" >&2
	echo "apt-get could not install: ${absent[*]}" >&2
	exit 1
fi
