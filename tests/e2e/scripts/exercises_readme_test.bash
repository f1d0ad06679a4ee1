# shellcheck shell=bash source-path=SCRIPTDIR
# exercises/README.md: every command in it is run, in order, in one folder, and does what
# the text says. Of what takes long, less is run: `--repeat 60` is `--repeat 1` here, and of
# rate-limiter one solution is verified. measure-exercises has a test of its own.
. "$(dirname "$0")/testing.bash"
: "${ASSAY_PROGRAM:?set by ctest}"
readme=$ASSAY_TOP/exercises/README.md

mkdir "$work/bin" "$work/here"
ln -s "$ASSAY_PROGRAM" "$work/bin/assay"
export PATH="$work/bin:$ASSAY_TOP/scripts:$PATH"
cd "$work/here" || exit 1

# The fenced blocks of shell, and the indented lines that begin with a command of ours.
awk '/^```sh$/ { on = 1; next } /^```/ { on = 0; fenced = !fenced; next }
     on { print; next }
     /^    assay / { sub(/^    /, ""); print }' "$readme" |
  sed -e 's/--repeat [0-9]* --load/--repeat 1 --load 1/' \
    -e 's/^assay verify \(.*\)rate-limiter$/assay verify \1rate-limiter --only mutex/' >commands
claim "there are commands in it" test "$(grep -c '^assay ' commands)" -ge 10
claim "assay new is among them" grep -q '^assay new ' commands

bash -euo pipefail commands >out 2>err
code=$?
same "every command succeeds" 0 "$code"
if [ "$code" -ne 0 ]; then tail -n 20 out err; fi
contains "the exercise ends green, with two solutions and two mutants" "$(cat out)" \
  "5 solutions of 1 exercise: as expected"
contains "the mutant dies of its own criterion" "$(cat out)" "negative failed"
claim "the report for CI is there" grep -q '<testsuite' report.xml
finish
