# shellcheck shell=bash source-path=SCRIPTDIR
# The sets of packages, and that nothing is done where nothing is missing.
. "$(dirname "$0")/testing.bash"
deps=$ASSAY_TOP/scripts/install-deps

said=$("$deps" --list run)
contains "the race detector's compiler is needed to run" "$said" gcc
claim "a set's list is only that set" not grep -q cmake <<<"$said"
claim "names are printed one a line, once" test -z "$("$deps" --list run build test browser package vm | sort | uniq -d)"
refuses "an unknown set is refused" "$deps" --list nonsense

# This build was made here, so everything that it is made with is installed.
said=$("$deps" run build 2>&1)
same "a second run ends well" 0 $?
contains "a second run installs nothing" "$said" "are there"
claim "and asks nobody for lists" not grep -q 'apt-get update' <<<"$said"

# shellcheck source=../../../scripts/lib.sh
. "$ASSAY_TOP/scripts/lib.sh"
set +eu
trap 'rm -rf -- "$work"' EXIT
same "what is not installed is missing" "no-such-package-at-all" \
  "$(missing_packages dpkg no-such-package-at-all bash)"
same "one of several will do" "" "$(missing_packages 'no-such-package-at-all|bash')"
same "none of several is missing under all names" "no-such-a|no-such-b" \
  "$(missing_packages 'no-such-a|no-such-b')"
claim "a package of the sources has a candidate" has_candidate bash
refuses "one that is not has none" has_candidate no-such-package-at-all
said=$(quietly "the step" bash -c 'echo the reason; exit 7' 2>&1)
same "a failing step's status comes through" 7 $?
contains "and its output is shown" "$said" "the reason"
same "a step that ends well says nothing" "" "$(quietly "the step" echo hidden 2>&1)"
finish
