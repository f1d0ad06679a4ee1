# shellcheck shell=bash source-path=SCRIPTDIR
# The steps of the action `grade`, run as GitHub's runner runs them: files for outputs and the summary, an
# event, a release to fetch. A submission and reports that speak to the runner are not heard.
. "$(dirname "$0")/testing.bash"
: "${ASSAY_PROGRAM:?set by ctest}"
for command in python3 yamllint git; do needs "$command"; done
action=$ASSAY_TOP/.github/actions/grade
check=(python3 "$(dirname "$0")/yaml_check.py")
hears() { python3 "$(dirname "$0")/runner_hears.py"; }
rules='{extends: default, rules: {line-length: {max: 120}, document-start: disable, truthy: disable, comments: {min-spaces-from-content: 1}}}'

# --- what is written down
claim "the action's YAML is tidy" yamllint -s -d "$rules" "$action/action.yml"
claim "the action is whole" "${check[@]}" action "$action/action.yml"
"$ASSAY_PROGRAM" --quiet start race-fix "$work/one"
"$ASSAY_PROGRAM" --quiet start race-fix worker-pool "$work/two"
for workflow in "$work"/{one,two}/.github/workflows/test.yml "$ASSAY_TOP/.github/templates/exercises.yml"; do
  claim "$workflow is tidy" yamllint -s -d "$rules" "$workflow"
  claim "$workflow can run" "${check[@]}" workflow "$workflow"
done
sed 's/go vet/${{ github.head_ref }}/' "$work/one/.github/workflows/test.yml" >"$work/injected.yml"
contains "the check finds an expression in a script" "$("${check[@]}" workflow "$work/injected.yml" 2>&1)" "is code"

# --- a release, as setup fetches it
version=$("$ASSAY_PROGRAM" --version | sed -n '1s/assay //p')
name=assay-$version-linux-$(dpkg --print-architecture)
mkdir "$work/release" "$work/runner temp"
cmake --install "$ASSAY_BUILD" --prefix "$work/$name" >/dev/null
tar -C "$work" -czf "$work/release/$name.tar.gz" "$name"
(cd "$work/release" && sha256sum -- * >SHA256SUMS)
export RUNNER_TEMP="$work/runner temp" ASSAY_ACTION_HOME=$work/opt ASSAY_RELEASES=$work/release
export GITHUB_OUTPUT=$work/output GITHUB_STEP_SUMMARY=$work/summary GITHUB_EVENT_PATH=$work/event.json
export GITHUB_ACTION_PATH=$action
said=$("$action/setup")
same "setup ends well" 0 $?
same "and says which assay it is" "::notice title=assay::assay $version" "$said"
claim "assay is there" test -x "$work/opt/bin/assay"
said=$(INPUT_VERSION='1.0.0; id' "$action/setup")
same "a version that is none is refused" 3 $?
same "and heard as an error, and nothing else" error "$(hears <<<"$said")"
refuses "and so is a release that is not there" env INPUT_VERSION=9.9.9 "$action/setup"
cp -r "$work/release" "$work/bad"
echo x >>"$work/bad/$name.tar.gz"
refuses "an archive that is not what its sum says is refused" env ASSAY_RELEASES="$work/bad" "$action/setup"
refuses "and nothing of it is installed" test -e "$work/opt/bin/assay"
"$action/setup" >/dev/null

# --- a submission
output() { sed -n "s/^$1=//p" "$GITHUB_OUTPUT"; }
# run_step SCRIPT NAME=VALUE...: its output in $said, its status in $status.
run_step() {
  local script=$1
  shift
  : >"$GITHUB_OUTPUT"
  status=0
  said=$(env "$@" "$action/$script") || status=$?
}
cp "$ASSAY_TOP"/exercises/race-fix/solutions/mutex/*.go "$work/one"
git -C "$work/one" -c user.name=t -c user.email=t@example.com commit -qam Solve
head=$(git -C "$work/one" rev-parse HEAD)
echo '{}' >"$GITHUB_EVENT_PATH"
run_step grade INPUT_PATH="$work/one" INPUT_FAIL_UNDER=100
same "grade ends well" 0 "$status"
same "the score" 100 "$(output score)"
same "assay's status" 0 "$(output status)"
claim "the reports are the user's" test -O "$(output report)/result.json"
same "the runner hears nothing" "" "$(hears <<<"$said")"
contains "the report is printed" "$said" "100 of 100"
git -C "$work/one" checkout -q -B other HEAD~1
printf '{"pull_request": {"head": {"sha": "%s"}}}' "$head" >"$GITHUB_EVENT_PATH"
run_step grade INPUT_PATH="$work/one"
same "of a pull request, its head is graded" 100 "$(output score)"
run_step grade INPUT_PATH="$work/one" INPUT_REF=other INPUT_FAIL_UNDER=100
same "a ref wins" 1 "$(output status)"
report=$(output report)
# A stack without a line of the candidate's own has no place to show.
claim "SARIF has both stacks of a race of the starter's" python3 -c '
import json, sys
results = json.load(open(sys.argv[1]))["runs"][0]["results"]
races = [each for each in results if each["ruleId"].endswith("race")]
sys.exit(not any(each.get("relatedLocations") for each in races))' "$report/assay.sarif"
claim "JUnit is XML" python3 -c 'import sys, xml.etree.ElementTree as x; x.parse(sys.argv[1])' "$report/junit.xml"
: >"$GITHUB_STEP_SUMMARY"
run_step summary ASSAY_REPORT="$report" ASSAY_STATUS=1
same "the summary's status is assay's" 1 "$status"
contains "the race is annotated at its line" "$said" "::error file="
contains "the job's summary has the criteria" "$(cat "$GITHUB_STEP_SUMMARY")" "<table>"
printf '{"pull_request": {"head": {"sha": "--upload-pack=id"}}}' >"$GITHUB_EVENT_PATH"
run_step grade INPUT_PATH="$work/one" INPUT_EXERCISE=no-such
same "nothing of that name" 4 "$(output status)"
same "is no score" "" "$(output score)"

# --- hostile ones
run_step grade INPUT_PATH="$ASSAY_TOP/tests/attack/reports/ci-commands/submission" INPUT_EXERCISE=strict \
  INPUT_EXERCISES="$ASSAY_TOP/tests/attack/exercises" INPUT_VIEW=reviewer
same "a submission that speaks to the runner is graded" 0 "$(output status)"
same "and not heard" "" "$(hears <<<"$said")"
refuses "nor would it be without the token" grep -qE '^[[:space:]]*::(error|warning|set-output|add-mask|stop-commands::[^0-9a-f])|^##\[' <<<"$said"

# Whatever assay itself let through, the steps would not.
mkdir -p "$work/evil/bin"
cat >"$work/evil/bin/assay" <<'EOF'
#!/bin/bash
hostile() {
  printf '::error::x\n  ::set-output name=score::100\n##[error]x\n::add-mask::a\n::stop-commands::0\n::0::\n'
  printf '\033[2J\033]0;x\007::warning::y\r::error::z\n<img src=x onerror=alert(1)>\n[click](javascript:x)\n'
}
while [ $# -gt 0 ]; do
  case $1 in
    --report) hostile >"${2#*=}"; printf '::error file=a.go,line=3::ours\n' >>"${2#*=}"; shift ;;
    --json) printf '{"score": "100\\nstatus=0"}' >"$2"; shift ;;
  esac
  shift
done
hostile; hostile >&2
exit 1
EOF
chmod +x "$work/evil/bin/assay"
run_step grade ASSAY_ACTION_HOME="$work/evil" INPUT_PATH="$work/one"
same "nothing that was printed is heard" "" "$(hears <<<"$said")"
same "a command's own token is not the step's" 2 "$(grep -cE '^::(stop-commands::)?[0-9a-f]{32}(::)?$' <<<"$said")"
same "no control character" "" "$(tr -d '\n\t[:print:]' <<<"$said")"
same "a score that is none is none" "" "$(output score)"
same "the status cannot be forged" 1 "$(output status)"
: >"$GITHUB_STEP_SUMMARY"
report=$(output report)
run_step summary ASSAY_REPORT="$report" ASSAY_STATUS=1
same "the status is assay's" 1 "$status"
same "annotations alone are heard" "error error error" "$(hears <<<"$said" | xargs)"
same "the summary has no control character" "" "$(tr -d '\n\t[:print:]' <"$GITHUB_STEP_SUMMARY")"
run_step summary ASSAY_REPORT="$report" ASSAY_STATUS='0; exit 0'
same "a status that is none is a failure" 3 "$status"
finish
