# shellcheck shell=bash
# What the scripts share. Sourced, never run; needs bash and what every Debian or
# Ubuntu has (coreutils, dpkg, apt). It guarantees that
#   - steps say what they do, one line each, and what a step prints is kept in a
#     log that is shown only when the step fails;
#   - root is asked for only when something is really missing, by sudo if need be;
#   - packages are looked for before they are installed, and `apt-get update` runs
#     at most once in one script;
#   - a package that brings a service does not start it, nor at the next boot.

set -euo pipefail

ASSAY_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export ASSAY_TOP
ASSAY_SCRATCH=''  # this script's own folder, removed when it ends
assay_policy=''    # a policy-rc.d of ours that is in place right now
assay_apt_updated=${ASSAY_APT_UPDATED:-}

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
  assay_bold=$'\033[1m' assay_red=$'\033[31m' assay_plain=$'\033[0m'
else
  assay_bold='' assay_red='' assay_plain=''
fi

step() { printf '%s==> %s%s\n' "$assay_bold" "$*" "$assay_plain" >&2; }
say() { printf '    %s\n' "$*" >&2; }

# die MESSAGE [WHAT TO DO...]: ends the script with status 1.
die() {
  printf '%serror:%s %s\n' "$assay_red" "$assay_plain" "$1" >&2
  shift
  local line
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# usage: prints the comment that opens the calling script, for --help.
usage() { sed -n '2,/^[^#]/ s/^# \{0,1\}//p' "$0"; }

# scratch: makes ASSAY_SCRATCH if there is none yet; it goes when the script ends.
scratch() {
  [ -n "$ASSAY_SCRATCH" ] && return
  ASSAY_SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/assay-scripts.XXXXXX")
  trap assay_leave EXIT
}

assay_leave() {
  if [ -n "$assay_policy" ]; then as_root rm -f "$assay_policy"; fi
  rm -rf -- "$ASSAY_SCRATCH"
}

# quietly WHAT COMMAND...: runs COMMAND with its output in a log; on failure shows the log's end
# and returns the command's status.
quietly() {
  local what=$1 log status=0
  shift
  scratch
  log=$(mktemp "$ASSAY_SCRATCH/log.XXXXXX")
  "$@" >"$log" 2>&1 </dev/null || status=$?
  [ "$status" -eq 0 ] && return 0
  printf '%s%s failed with status %s:%s\n' "$assay_red" "$what" "$status" "$assay_plain" >&2
  tail -n "${ASSAY_LOG_LINES:-60}" "$log" | sed 's/^/  | /' >&2
  return "$status"
}

# as_root COMMAND...: runs COMMAND as root.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif have sudo; then
    sudo -- "$@"
  else
    die "this needs root, and there is no sudo: $*" \
      "Run the script as root, or install the packages that it named by hand."
  fi
}

# may_be_root: whether as_root has a chance at all.
may_be_root() { [ "$(id -u)" -eq 0 ] || have sudo; }

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C \
    apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o APT::Color=0 "$@"
}

# apt_update: refreshes the package lists, once. A source that does not answer is no reason to stop:
# what is needed may well come from the others, and the installation that follows will tell.
apt_update() {
  [ -n "$assay_apt_updated" ] && return 0
  have apt-get || die "there is no apt-get here" \
    "The scripts know Debian and Ubuntu. Elsewhere, install what scripts/install-deps --list names."
  say "refreshing the package lists (apt-get update)"
  scratch
  local log try
  log=$(mktemp "$ASSAY_SCRATCH/log.XXXXXX")
  # A fresh machine is often busy with its own first update, and the lock of the lists, unlike
  # dpkg's, has no option to wait for it.
  for try in $(seq 60); do
    apt_get update >"$log" 2>&1 </dev/null && break
    if grep -q 'Could not get lock' "$log" && [ "$try" -lt 60 ]; then
      [ "$try" -eq 1 ] && say "waiting for another apt to end"
      sleep 5
      continue
    fi
    say "apt-get update complained; going on with what it has:"
    grep -E '^[EW]:' "$log" | head -n 4 | sed 's/^/      /' >&2 || true
    break
  done
  assay_apt_updated=1
  export ASSAY_APT_UPDATED=1
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

has_candidate() {
  local policy
  policy=$(LC_ALL=C apt-cache policy "$1" 2>/dev/null || true)
  [[ $policy == *'  Candidate: '[!\(]* ]]
}

# mirror: prints the URI of the archive that the machine's own release comes from.
mirror() {
  local codename
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  # shellcheck disable=SC2016 # apt's own variables
  apt-get indextargets --format '$(CREATED_BY) $(RELEASE) $(COMPONENT) $(REPO_URI)' 2>/dev/null |
    awk -v codename="$codename" '
      $1 == "Packages" && $2 == codename && $3 == "main" && !found { print $4; found = 1 }'
}

# missing_packages NAME...: prints those that are not installed. NAME may be 'a|b': the first of
# them that is installed will do, and none counts as missing under all its names.
missing_packages() {
  local wanted name found
  for wanted in "$@"; do
    found=''
    for name in ${wanted//|/ }; do
      is_installed "$name" && found=1 && break
    done
    [ -n "$found" ] || printf '%s\n' "$wanted"
  done
}

# without_services COMMAND...: runs COMMAND so that no package starts its service on installation.
# Tests start their own servers, on ports of their own; the machine gets none.
without_services() {
  local policy=/usr/sbin/policy-rc.d status=0
  if [ -e "$policy" ] || [ ! -d "${policy%/*}" ]; then
    "$@"
    return
  fi
  scratch
  printf '#!/bin/sh\n# Made by assay for one installation; it starts no services.\nexit 101\n' \
    >"$ASSAY_SCRATCH/policy-rc.d"
  assay_policy=$policy
  as_root install -m 0755 "$ASSAY_SCRATCH/policy-rc.d" "$policy"
  "$@" || status=$?
  as_root rm -f "$policy"
  assay_policy=''
  return "$status"
}

# keep_off UNIT...: a service that came with a package of ours stays off at the next boot, too.
keep_off() {
  local unit
  have systemctl || return 0
  for unit in "$@"; do
    as_root systemctl disable --quiet "$unit" >/dev/null 2>&1 </dev/null || true
  done
}

# units_of PACKAGE: services that the package would enable.
units_of() {
  case "$1" in
    nginx*) echo nginx.service ;;
    fcgiwrap) echo fcgiwrap.service fcgiwrap.socket ;;
    openssh-server) echo ssh.service ssh.socket ;;
  esac
}

# apt_install NAME...: installs what is missing of NAME... (see missing_packages for 'a|b').
apt_install() {
  local missing wanted name names=() units=() found
  mapfile -t missing < <(missing_packages "$@")
  if [ "${#missing[@]}" -eq 0 ]; then
    say "all $# packages are there"
    return 0
  fi
  may_be_root || die "these packages are missing: ${missing[*]}" \
    "Run this as root or as a user with sudo, or have them installed: apt-get install ..."
  apt_update
  local unit
  for wanted in "${missing[@]}"; do
    found=''
    for name in ${wanted//|/ }; do
      has_candidate "$name" && found=$name && break
    done
    [ -n "$found" ] || die "no package source of this machine has ${wanted//|/ or }" \
      "assay's scripts are made for Debian 12, Debian 13 and Ubuntu 24.04." \
      "On Ubuntu, the 'universe' component has to be enabled: sudo add-apt-repository universe"
    names+=("$found")
    read -ra unit <<<"$(units_of "$found")"
    units+=("${unit[@]}")
  done
  say "installing: ${names[*]}"
  without_services quietly "apt-get install" apt_get install -y --no-install-recommends "${names[@]}" ||
    die "the installation of packages failed" \
      "The lines above say why. The scripts can be run again at any time."
  if [ "${#units[@]}" -gt 0 ]; then keep_off "${units[@]}"; fi
}

# jobs_that_fit: how many compilers to run at once: a core each, but a gigabyte and a half each as well.
jobs_that_fit() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1572864) }' /proc/meminfo)
  [ "$memory" -lt 1 ] && memory=1
  [ "$cores" -lt "$memory" ] && echo "$cores" || echo "$memory"
}

# use_go: finds or installs Go, and lets assay and its tests know (ASSAY_GO).
use_go() {
  ASSAY_GO=$("$ASSAY_TOP/scripts/install-go") || exit 1
  export ASSAY_GO
}

# build PRESET [TARGET...]: configures and builds build/PRESET.
build() {
  local preset=$1 targets=()
  shift
  cd "$ASSAY_TOP"
  # Clones of the project share what ccache has, wherever they lie.
  export CCACHE_BASEDIR=$ASSAY_TOP CCACHE_NOHASHDIR=1
  quietly "cmake --preset $preset" cmake --preset "$preset" || exit 1
  if [ "$#" -gt 0 ]; then targets=(--target "$@"); fi
  quietly "building $preset" nice -n 5 \
    cmake --build --preset "$preset" -j "$(jobs_that_fit)" ${targets[@]+"${targets[@]}"} || exit 1
}
