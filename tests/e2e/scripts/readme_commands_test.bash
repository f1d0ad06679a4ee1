# shellcheck shell=bash source-path=SCRIPTDIR
# shellcheck disable=SC2317 # claim calls the functions
# Every command in README.md and tests/README.md does what it says: it is run here, as
# it stands there but for the names of places. Where a command is too big for a test, the
# table below says what is run in its stead, or why nothing is; a command that is in no row
# is an error.
. "$(dirname "$0")/testing.bash"
needs git
cd "$ASSAY_TOP" || exit 1

# The place where README.md's reader is: a clone. The candidate's repository is made beside it.
here=$work/assay
mkdir -p "$here/build/release/bin"
ln -s "$ASSAY_PROGRAM" "$here/build/release/bin/assay"
mkdir "$work/bin" && ln -s "$ASSAY_PROGRAM" "$work/bin/assay"
printf 'candidate,repository\nrobin,../candidate\n' >"$here/roster.csv"
export PATH=$work/bin:$PATH ASSAY_EXERCISES=$ASSAY_TOP/exercises

in_here() { (cd "$here" && bash -ec "$1"); }
some_tests() { (cd "$ASSAY_TOP" && $1 -N | grep -E 'Total Tests: [1-9]'); }
has_preset() { cmake --list-presets=all "$ASSAY_TOP" | grep -q "\"$1\""; }

# try FILE COMMAND
try() {
  local said="$1: $2" command=$2
  case "$command" in
    scripts/quickstart) claim "$said" env ASSAY_PRESET=dev "$ASSAY_TOP/scripts/quickstart" ;;
    scripts/test*) ;; # it is what runs this
    *git@git.example.com:*) # e2e/grade_remote_test.cc has real servers
      claim "$said" in_here "${command/git@git.example.com:robin\/pool.git/..\/candidate}" ;;
    'systemd-run --user --scope -p Delegate=yes '*) # no session here; the rest is run as whoever we are
      claim "$said" in_here "${command#*Delegate=yes }" ;;
    build/release/bin/assay\ * | assay\ *) claim "$said" in_here "$command" ;;
    ctest\ *) claim "$said" some_tests "${command%%   *}" ;;
    cmake\ --preset\ *) claim "$said" has_preset "$(awk '{ print $3 }' <<<"$command")" ;;
    debootstrap\ * | chroot\ * | 'cp -R scripts '*) ;; # another distribution: by hand, as the text around it says
    *) claim "$said: nobody tells this test how to run it" false ;;
  esac
}

starts='scripts/|\.ci/|build/|assay |sudo |ctest |cmake |systemd-run |debootstrap |chroot |cp |git |apt'
for readme in README.md tests/README.md; do
  while IFS= read -r command; do try "$readme" "$command"; done < <(
    grep -E "^    ($starts)" "$readme" | sed 's/^    //')
done
claim "the READMEs were read" test "$claims" -ge 8
finish
