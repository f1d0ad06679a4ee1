# shellcheck shell=bash
# What the tests of scripts share. A test sources this and makes claims; the first
# one that does not hold is printed with what was seen, and the test goes on to
# the next, so that one run shows everything. `finish` ends it.
set -u
: "${ASSAY_TOP:?set by ctest: the repository}" "${ASSAY_BUILD:?set by ctest: the build folder}"
work=$(mktemp -d "${TMPDIR:-/tmp}/assay-scripts-test.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
claims=0
broken=0

# claim WHAT COMMAND...: COMMAND must succeed.
claim() {
  local what=$1 said
  shift
  claims=$((claims + 1))
  if ! said=$("$@" 2>&1); then
    broken=$((broken + 1))
    printf 'NOT SO: %s\n' "$what"
    if [ -n "$said" ]; then printf '%s\n' "$said" | head -n 40 | sed 's/^/  | /'; fi
  fi
}

# same WHAT EXPECTED SEEN
same() {
  claim "$1" test "$2" = "$3"
  if [ "$2" != "$3" ]; then printf '  expected: %s\n  seen:     %s\n' "$2" "$3"; fi
}

# refuses WHAT COMMAND...: COMMAND must fail.
refuses() {
  local what=$1
  shift
  claim "$what" not "$@"
}
not() { ! "$@"; }

# contains WHAT TEXT PART
contains() {
  claim "$1" holds "$2" "$3"
}
holds() {
  [[ $1 == *"$2"* ]] || {
    printf 'not found: %s\nin: %s\n' "$2" "$1"
    return 1
  }
}

# needs COMMAND: a test that cannot run says why, and fails where nothing may be skipped.
needs() {
  command -v "$1" >/dev/null && return 0
  echo "SKIPPED: there is no $1 here (scripts/install-deps test installs it)"
  [ "${ASSAY_NO_SKIP:-}" = 1 ] && exit 1
  exit 0
}

finish() {
  echo "$claims claims, $broken of them not so"
  [ "$claims" -gt 0 ] && [ "$broken" -eq 0 ]
  exit
}
