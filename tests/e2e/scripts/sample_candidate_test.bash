# shellcheck shell=bash source-path=SCRIPTDIR
# The candidate's repository that quickstart makes, from each exercise that there is.
. "$(dirname "$0")/testing.bash"
make_sample=$ASSAY_TOP/scripts/sample-candidate
git_in() { GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git -C "$@"; }

found=0
for manifest in "$ASSAY_TOP"/exercises/*/exercise.json; do
  [ -f "$manifest" ] || continue
  found=1
  exercise=${manifest%/*}
  name=${exercise##*/}
  repository=$work/$name
  claim "$name: a repository is made" "$make_sample" "$exercise" "$repository"
  first=$(git_in "$repository" rev-parse main)
  same "$name: three commits on main" 3 "$(git_in "$repository" rev-list --count main)"
  same "$name: branches" "main notes" "$(git_in "$repository" for-each-ref --format='%(refname:short)' refs/heads | xargs)"
  same "$name: tags" "first-try submitted" "$(git_in "$repository" tag | xargs)"
  same "$name: nothing is left uncommitted" "" "$(git_in "$repository" status --porcelain)"
  refuses "$name: the two attempts differ" git_in "$repository" diff --quiet first-try submitted
  refuses "$name: the expectation of the mutant stays out" git_in "$repository" cat-file -e first-try:expect.json
  claim "$name: it is made again" "$make_sample" "$exercise" "$repository"
  same "$name: the same commits every time" "$first" "$(git_in "$repository" rev-parse main)"
done
claim "there are exercises" test "$found" = 1

mkdir "$work/mine"
touch "$work/mine/precious"
refuses "a folder of somebody else's is left alone" "$make_sample" "$exercise" "$work/mine"
claim "and keeps what it holds" test -e "$work/mine/precious"
refuses "what is no exercise is refused" "$make_sample" "$work/mine" "$work/new"
finish
