# shellcheck shell=bash source-path=SCRIPTDIR
# How a Go is chosen. Nothing is installed here: what scripts/install-go does on a machine without
# one needs a machine without one (tests/README.md says how that was tried).
. "$(dirname "$0")/testing.bash"
find_go=("$ASSAY_TOP/scripts/install-go" --find)

# go_of DIR VERSION: an executable that says that it is VERSION.
go_of() {
  mkdir -p "$work/$1/bin"
  # shellcheck disable=SC2016 # that script's own arguments
  printf '#!/bin/sh\n[ "$1 $2" = "env GOVERSION" ] && echo %s\n' "$2" >"$work/$1/bin/go"
  chmod +x "$work/$1/bin/go"
}
go_of old go1.19.8
go_of nearly go1.24.13
go_of least go1.25.0
go_of new go1.26.8
go_of later go2.0
printf '#!/bin/sh\nexit 1\n' >"$work/broken" && chmod +x "$work/broken"
unset ASSAY_GO

places() { ASSAY_GO_PLACES=$(printf ":$work/%s" "$@") "${find_go[@]}" 2>/dev/null; }
same "the first that is new enough" "$work/least/bin/go" "$(places old nearly least new)"
same "the order of places counts, not the version" "$work/new/bin/go" "$(places new least)"
refuses "1.24 is too old" places nearly
refuses "no place, no Go" places none
refuses "Go 2 is another language" places later
same "ASSAY_GO comes first" "$work/least/bin/go" "$(ASSAY_GO=$work/least/bin/go places new)"
same "one that does not run is passed over" "$work/new/bin/go" "$(ASSAY_GO=$work/broken places new)"
same "one that is too old is passed over" "$work/new/bin/go" "$(ASSAY_GO=$work/old/bin/go places new)"
refuses "an unknown option is refused" "$ASSAY_TOP/scripts/install-go" --nonsense

# The one that this machine has: it is found without help, runs, and has the race detector.
go=$("${find_go[@]}")
claim "this machine's Go runs" "$go" version
root=$("$go" env GOROOT)
claim "it brings the race detector's run-time" test -d "$root/src/runtime/race/internal"
said=$("$ASSAY_TOP/scripts/install-go" 2>/dev/null)
same "install-go finds the same and installs nothing" "$go" "$said"
finish
