# shellcheck shell=bash
# What the steps share. Inputs come by the environment, never by text that a shell or the workflow's
# expressions would read again, so nothing in them is code.
set -euo pipefail

# Where assay is put. It belongs to root, because root runs it: no step before or after, and nothing
# that they run, can change what that is.
export assay_home=${ASSAY_ACTION_HOME:-/opt/assay}
export exercises_clone=${RUNNER_TEMP:?set by the runner}/assay-exercises

# stop MESSAGE: ends the step with an annotation.
stop() {
  local message=${1//'%'/%25}
  message=${message//$'\r'/%0D}
  printf '::error title=assay::%s\n' "${message//$'\n'/%0A}"
  exit 3
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n -- "$@"; fi
}

# is_folder TEXT: whether the input names a folder, not a repository. What lies in the work tree has no
# say in it: a candidate may have a folder that is called as a repository is.
is_folder() { [[ $1 == /* || $1 == . || $1 == ./* || $1 == ../* ]]; }
