# shellcheck shell=bash source-path=SCRIPTDIR
# `cmake --install` puts everything where it belongs, and the installed program works from there,
# from a folder that it was moved to as well.
. "$(dirname "$0")/testing.bash"
: "${ASSAY_PROGRAM:?set by ctest}"
prefix=$work/prefix
claim "cmake --install" cmake --install "$ASSAY_BUILD" --prefix "$prefix"

for file in bin/assay libexec/assay/assay-sandbox libexec/assay/assay-fetch share/assay/exercises/testkit/go.mod \
  share/assay/exercises/worker-pool/exercise.json share/assay/inspect/main.go share/assay/inspect/go.mod share/assay/testbuild/main.go \
  share/man/man1/assay.1 share/bash-completion/completions/assay share/zsh/site-functions/_assay \
  share/fish/vendor_completions.d/assay.fish share/doc/assay/copyright \
  share/assay/result.schema.json share/assay/assessment.schema.json \
  share/assay/exercises/exercise.schema.json share/assay/exercises/assessments.json; do
  claim "$file is installed" test -s "$prefix/$file"
done
for file in bin/assay libexec/assay/assay-sandbox libexec/assay/assay-fetch; do
  same "$file may be run by everyone and changed by its owner, and has no privilege" 755 \
    "$(stat -c %a "$prefix/$file")"
done
claim "nothing of the build comes along" test -z "$(find "$prefix" -name 'CMakeLists.txt' -o -name '*_test.go' -path '*/inspect/*')"
claim "nobody else may write" test -z "$(find "$prefix" ! -type l -perm /022)"

mv "$prefix" "$work/moved"
same "the version" "$("$ASSAY_PROGRAM" --version)" "$("$work/moved/bin/assay" --version)"
listed=$(cd / && "$work/moved/bin/assay" list --json)
same "assay list ends well" 0 $?
contains "the exercises are those that were installed" "$listed" "$work/moved/share/assay/exercises/worker-pool"
claim "assay show" "$work/moved/bin/assay" show worker-pool
finish
