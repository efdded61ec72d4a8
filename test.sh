#!/usr/bin/env bash
# Build and test everything on Debian 12; see "Two commands" in README.md.
#
#   build/        gcc, as it is used: the programs stay there; browsers and other
#                 people's parsers run here
#   build-asan/   gcc with AddressSanitizer and UBSan: all other tests run here
#   build-clang/  clang with ThreadSanitizer: builds without a warning; the unit
#                 tests of rooms where threads meet, and the corpora run here
#
# The last line counts tests over all runs; the exit code is 0 only if none
# failed.
set -uo pipefail
cd "$(dirname "$0")" || exit 1
jobs=$(nproc)
broken=0 # builds that failed
logs=()

say() {
	printf '\n== %s\n' "$*"
}

# build FOLDER OPTION...: a failure counts as one failed test, the rest goes on.
build() {
	local dir=$1
	if [ ! -f "$dir/build.ninja" ] && ! meson setup "$@" >/dev/null; then
		echo "meson could not set up $dir"
		broken=$((broken + 1))
		return 1
	fi
	if ! ninja -C "$dir" -j "$jobs" >"$dir/build.log" 2>&1; then
		tail -n 60 "$dir/build.log"
		echo "the build in $dir failed; all of it is in $dir/build.log"
		broken=$((broken + 1))
		return 1
	fi
}

# run FOLDER ARGUMENT...: tests, whose results tools/count-tests.py sums.
run() {
	local dir=$1
	shift
	rm -f "$dir/meson-logs/testlog.json"
	# more than there are processors: many wait for retries to come due
	meson test -C "$dir" --no-rebuild --print-errorlogs \
		--num-processes "$((2 * jobs))" "$@"
	logs+=("$dir/meson-logs/testlog.json")
}

tools/install-deps.sh build test || exit 1

say "gcc"
build build && run build --suite portal --suite as-used

say "gcc with AddressSanitizer and UndefinedBehaviorSanitizer"
build build-asan --buildtype=debug -Db_sanitize=address,undefined &&
	run build-asan --no-suite portal --no-suite as-used

# Tests that kill themselves leave threads behind, and are to.
export TSAN_OPTIONS="halt_on_error=1 report_thread_leaks=0 ${TSAN_OPTIONS:-}"
say "clang with ThreadSanitizer"
CC=clang build build-clang --buildtype=debug -Db_sanitize=thread \
	-Db_lundef=false && run build-clang --suite threads --suite fuzz

say "sum"
tools/count-tests.py --failed "$broken" "${logs[@]}"
