# shellcheck shell=bash source-path=SCRIPTDIR
# GitLab's template: well formed, and its scripts do what they should when a runner's shell has them.
. "$(dirname "$0")/testing.bash"
: "${ASSAY_PROGRAM:?set by ctest}"
for command in python3 yamllint git; do needs "$command"; done
template=$ASSAY_TOP/.gitlab/assay.gitlab-ci.yml
claim "the YAML is tidy" yamllint -s -d '{extends: default, rules: {line-length: {max: 120}, document-start: disable}}' "$template"
claim "it is whole" python3 "$(dirname "$0")/yaml_check.py" gitlab "$template"

# script_of JOB: its script as GitLab hands it to the shell.
script_of() {
  python3 -c 'import sys, yaml; print("\n".join(yaml.safe_load(open(sys.argv[1]))[sys.argv[2]]["script"]))' "$template" "$1"
}
script_of assay:grade >"$work/grade.sh"
script_of assay:verify >"$work/verify.sh"
claim "grade passes shellcheck" shellcheck -s sh "$work/grade.sh"
claim "verify passes shellcheck" shellcheck -s sh "$work/verify.sh"

# An assay that says what it is asked, and speaks to the log.
mkdir "$work/bin"
cat >"$work/bin/assay" <<'EOF'
#!/bin/bash
printf '%s\n' "$@" >asked
printf 'a report\n\033[0Ksection_start:1:x\r\033[0Kforged\033[2J\n'
exit 1
EOF
chmod +x "$work/bin/assay"
cd "$work" || exit 1
# shellcheck disable=SC2016 # a name that would run something if it were read again
export PATH="$work/bin:$PATH" ASSAY_ISOLATION=full ASSAY_FAIL_UNDER=60 ASSAY_PATH='a path; $(id)' ASSAY_ASSESSMENT=''
said=$(ASSAY_EXERCISE=worker-pool sh grade.sh)
same "the status is assay's" 1 $?
contains "the report is printed" "$said" "a report"
same "no control character" "" "$(tr -d '\n\t[:print:]' <<<"$said")"
same "exercise and path are words, whatever is in them" "-- worker-pool a path; \$(id)" "$(tail -n 3 asked | paste -sd ' ')"
claim "reports are where the artefacts are looked for" grep -qx junit=assay-junit.xml asked
claim "code quality, too" grep -qx code-quality=assay-code-quality.json asked
ASSAY_EXERCISE='' ASSAY_ASSESSMENT=screen sh grade.sh >/dev/null
claim "an assessment" grep -qx -- --assessment=screen asked
ASSAY_EXERCISES=. CI_MERGE_REQUEST_DIFF_BASE_SHA=abc sh verify.sh >/dev/null
claim "a merge request verifies what it touches" grep -qx -- --changed-since=abc asked
ASSAY_EXERCISES=. sh verify.sh >/dev/null
refuses "a branch verifies all" grep -q changed-since asked
known=$("$ASSAY_PROGRAM" --help; "$ASSAY_PROGRAM" grade --help; "$ASSAY_PROGRAM" verify --help)
while read -r option; do
  if [ "$option" = --report ]; then continue; fi  # shown by the tests of reports
  claim "assay has $option" grep -q -- "$option" <<<"$known"
done < <(grep -ohE -- '--[a-z-]+' grade.sh verify.sh | sort -u)
finish
