#!/usr/bin/env bash
# Build Estreat and show its main job on a stand-in tenant; see README.md.
#
#   usage: ./demo.sh [--once]
#
# Installs what is missing, builds into build/, starts a sandbox that plays the
# clouds of Zoom, Webex and RingCentral on loopback, imports its people, adds a
# connector for each, lets five days pass with a run each, and shows what
# arrived. Then `estreat serve` serves the portal until Ctrl-C; with --once the
# demo ends after showing. All it makes is in build/demo, new each time.
set -euo pipefail
cd "$(dirname "$0")"

once=false
case ${1-} in
--once) once=true ;;
'') ;;
*)
	sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac

demo=$PWD/build/demo
export ESTREAT_HOME=$demo/home
sandbox=
server=
bold='' plain=''
if [ -t 1 ]; then
	bold=$'\033[1m' plain=$'\033[0m'
fi

say() {
	printf '\n%s%s%s\n' "$bold" "$*" "$plain"
}

# The command as a reader would type it, then what it says.
estreat() {
	printf '\n%s$ estreat %s%s\n' "$bold" "$*" "$plain"
	build/estreat "$@"
}

# Ends only what this script has started.
end() {
	trap - EXIT
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	[ -z "$server" ] || wait "$server" || true
	[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true
	[ -z "$sandbox" ] || wait "$sandbox" || true
}
trap end EXIT
trap 'exit 130' INT TERM

build() {
	tools/install-deps.sh build demo
	say "Building into build/ ..."
	[ -f build/build.ninja ] || meson setup build >/dev/null
	if ! ninja -C build estreat estreat-sandbox web >build/build.log 2>&1; then
		tail -n 40 build/build.log
		return 1
	fi
}

# A value of the sandbox's greeting: greeting api; greeting webex api.
greeting() {
	python3 -c 'import json, sys
value = json.load(open(sys.argv[1]))
for name in sys.argv[2:]:
    value = value[name]
print(value)' "$demo/greeting.json" "$@"
}

# A secret in a file of its own, as the command line wants it.
secret() {
	local file=$demo/$1
	shift
	(umask 077 && greeting "$@" >"$file")
}

start_sandbox() {
	rm -rf "$demo"
	mkdir -p "$demo"
	build/estreat-sandbox --users 14 --days 5 --meetings-per-day 5 \
		--also webex,ringcentral \
		--now 2026-03-06T00:00:00Z --directory "$demo/people.csv" \
		--ready-file "$demo/greeting.json" >"$demo/sandbox.log" &
	sandbox=$!
	while [ ! -s "$demo/greeting.json" ]; do
		kill -0 "$sandbox" || return 1
		sleep 0.1
	done
	secret zoom-secret client_secret
	secret webex-secret webex client_secret
	secret webex-refresh webex refresh_token
	secret rc-secret ringcentral client_secret
	secret rc-jwt ringcentral jwt
}

# Move the sandbox's clock: day 1 is the first day with meetings.
set_clock() {
	python3 -c 'import sys, urllib.request
urllib.request.urlopen(sys.argv[1] + "/sandbox/now",
    ("{\"now\":\"%s\"}" % sys.argv[2]).encode())' "$(greeting base)" "$1"
}

collect() {
	estreat init --domain archive.example.com
	estreat person import "$demo/people.csv"
	estreat connector add zoom --source zoom-meetings \
		--set account-id="$(greeting account_id)" \
		--set client-id="$(greeting client_id)" \
		--set api-url="$(greeting api)" \
		--set token-url="$(greeting token)" \
		--set plan=business --set limit-share=100 \
		--secret client-secret="$demo/zoom-secret"
	estreat connector add webex --source webex \
		--set client-id="$(greeting webex client_id)" \
		--set api-url="$(greeting webex api)" \
		--set token-url="$(greeting webex token)" \
		--set recording-hosts=localhost,127.0.0.1 \
		--set requests-per-minute=6000 \
		--secret client-secret="$demo/webex-secret" \
		--secret refresh-token="$demo/webex-refresh"
	estreat connector add rc --source ringcentral \
		--set client-id="$(greeting ringcentral client_id)" \
		--set api-url="$(greeting ringcentral api)" \
		--set media-url="$(greeting ringcentral media)" \
		--set limit-share=100 --set export-poll=1 \
		--secret client-secret="$demo/rc-secret" \
		--secret jwt="$demo/rc-jwt"
	say "The sandbox plays March 2026, so the check warns about the clock:"
	estreat connector check zoom
	for day in 03 04 05 06 13; do
		pass "2026-03-$day"
	done
}

# Midnight of a day at the sandbox, and a run of every connector.
pass() {
	say "The sandbox's clock is at $1, 00:00 UTC"
	set_clock "${1}T00:00:00Z"
	for name in zoom webex rc; do
		build/estreat connector run "$name" >"$demo/run.txt"
		printf '%-6s %s\n' "$name" "$(sed -n '/^Listed/p;
			/^Messages made/p; /^Copies due/p; /^Sums/p' \
			"$demo/run.txt" | tr -s ' ' | paste -sd , |
			sed 's/,/, /g')"
	done
}

# The mailbox with the most messages, and a message of it worth reading.
fullest_mailbox() {
	build/estreat mailbox list --json | python3 -c 'import json, sys
print(max(json.load(sys.stdin)["mailboxes"],
          key=lambda m: (m["id"] != 1) * m["messages"])["mailbox"])'
}

best_message() {
	build/estreat mailbox messages "$1" --json | python3 -c 'import json, sys
print(max(json.load(sys.stdin)["messages"], key=lambda m: m["size"])["id"])'
}

show() {
	local mailbox message
	mailbox=$(fullest_mailbox)
	message=$(best_message "$mailbox")
	estreat mailbox list
	estreat mailbox messages "$mailbox" --newest --limit 12
	estreat message show "$message" >"$demo/message.txt"
	head -n 110 "$demo/message.txt"
	[ "$(wc -l <"$demo/message.txt")" -le 110 ] ||
		echo "[... the whole of it is in build/demo/message.txt]"
	estreat connector list
	estreat connector report zoom
	estreat vault check
	estreat export --all --format maildir "$demo/export"
	where_to_look "$mailbox" "$message"
}

where_to_look() {
	cat <<END

${bold}Where to look${plain}
  export ESTREAT_HOME=$ESTREAT_HOME
  build/estreat help
  build/estreat mailbox messages $1
  build/estreat message show $2 --eml > message.eml
  build/estreat connector log zoom --format csv > log.csv
  build/estreat connector report webex
  mutt -f "$demo/export/$1/.INBOX.Zoom Meetings"
  mutt -f "$demo/export/$1/.INBOX.Webex Teams"
  mutt -f "$demo/export/$1/.INBOX.RingCentral"
END
}

# Somebody who may see and do everything in the portal.
make_account() {
	estreat role-group add Demonstration --roles "$(build/estreat \
		role list --json | python3 -c 'import json, sys
print(",".join(r["name"] for r in json.load(sys.stdin)["roles"]))')"
	estreat user add demo --title 'Demo Person' --group Demonstration
}

build
start_sandbox
collect
show
if ! $once; then
	make_account
	say "The portal is at http://127.0.0.1:8443: sign in as demo, with the
one-time password above. Connectors run as their schedules say. Ctrl-C ends it."
	build/estreat serve --listen 127.0.0.1:8443 2>"$demo/serve.log" &
	server=$!
	wait "$server"
fi
