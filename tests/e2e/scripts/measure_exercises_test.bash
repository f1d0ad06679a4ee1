# shellcheck shell=bash source-path=SCRIPTDIR
# scripts/measure-exercises writes a section for what it measured, keeps the others, and tells when
# a rate is not full.
. "$(dirname "$0")/testing.bash"
: "${ASSAY_PROGRAM:?set by ctest}"
needs python3
measure=("$ASSAY_TOP/scripts/measure-exercises" --mutants 1 --references 4 --jobs 2 --load 1 --output "$work/MEASURED.md")
export ASSAY_PROGRAM

cd "$work" || exit 1
"$ASSAY_PROGRAM" --quiet new sure-tally
"$ASSAY_PROGRAM" --quiet new wrong-tally
# A mutant that does not die of what it says.
sed -i 's/"verdict": "race"/"verdict": "leak"/' wrong-tally/mutants/no-lock/expect.json
export ASSAY_EXERCISES=$work

claim "a sound exercise is measured" "${measure[@]}" sure-tally
refuses "a rate that is not full is a failure" "${measure[@]}" wrong-tally
text=$(cat MEASURED.md)
contains "the references' count" "$text" "| reference | mutex | 100 | 2 of 2 |"
contains "how often a grading runs the suite" "$text" "a grading runs the suite 3 times"
contains "the mutants' count" "$text" "| mutant | no-lock | concurrent race | 1 of 1 |"
contains "the starter" "$text" "| starter |  | under 50 | 1 of 1 |"
contains "what is wrong is written down" "$text" "| mutant | no-lock | concurrent leak | 0 of 1 |"
contains "the Go version" "$text" ", go1."
contains "the kernel" "$text" ", $(uname -sr). "
contains "no rate is worse than another" "$text" "Worst: none, every rate is full."
contains "what differed" "$text" "mutant no-lock, where it was not: \`concurrent\` ended as race (race in all 3 runs), expected leak"
contains "the worst" "$text" "Worst: mutant no-lock, 0 of 1."
contains "today" "$text" "$(date -u +%Y-)"
claim "measured again, it is still one section" "${measure[@]}" sure-tally
same "one section each" 2 "$(grep -c '^## ' MEASURED.md)"
contains "the other one stays" "$(cat MEASURED.md)" "## wrong-tally"
claim "what is there is left out" "${measure[@]}" --missing sure-tally wrong-tally
same "and stays as it was" 2 "$(grep -c '^## ' MEASURED.md)"
refuses "an option without a value" "$ASSAY_TOP/scripts/measure-exercises" --mutants
refuses "no number" "$ASSAY_TOP/scripts/measure-exercises" --mutants x sure-tally
finish
