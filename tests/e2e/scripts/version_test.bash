# shellcheck shell=bash source-path=SCRIPTDIR
# `assay --version`: what it says, and where the commit in it comes from.
. "$(dirname "$0")/testing.bash"
: "${ASSAY_PROGRAM:?set by ctest}"
needs git

said=$("$ASSAY_PROGRAM" --version)
same "it ends well" 0 $?
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$ASSAY_BUILD/CMakeCache.txt")
same "the first line is for programs" "assay $version" "$(head -n 1 <<<"$said")"
same "what it names" "assay commit: libgit2: go: isolation:" "$(cut -d ' ' -f 1 <<<"$said" | xargs)"
claim "a commit" grep -qE '^commit: ([0-9a-f]{40}(-dirty)?|unknown)$' <<<"$said"
claim "libgit2" grep -qE '^libgit2: [0-9]+\.[0-9]+\.[0-9]+$' <<<"$said"
claim "the Go that is found" grep -qE '^go: go1\.[0-9.]+ in /' <<<"$said"
claim "an isolation level" grep -qE '^isolation: (full|user|none)$' <<<"$said"
json=$("$ASSAY_PROGRAM" doctor --json)
contains "doctor --json says the same" "$json" "\"commit\": \"$(sed -n 's/^commit: //p' <<<"$said")\""
said=$(ASSAY_GO=/no/such ASSAY_LIBEXEC=/no/such "$ASSAY_PROGRAM" --version)
same "it ends well where much is missing" 0 $?
claim "and says so" grep -q '^go: none: ' <<<"$said"
claim "of both" grep -q '^isolation: unknown: ' <<<"$said"

commit_of() { cmake -D SOURCE="$1" -P "$ASSAY_TOP/scripts/cmake/AssayCommit.cmake"; }
export GIT_CONFIG_GLOBAL=/dev/null
repository=$work/repository
git init -q "$repository"
cp "$ASSAY_TOP/.git_archival.txt" "$ASSAY_TOP/.gitattributes" "$repository"
git -C "$repository" add .
git -C "$repository" -c user.name=t -c user.email=t@example.com commit -qm 'A commit'
head=$(git -C "$repository" rev-parse HEAD)
same "a clean work tree" "$head" "$(commit_of "$repository")"
touch "$repository/untracked"
same "an untracked file changes nothing" "$head" "$(commit_of "$repository")"
mkdir "$work/unpacked" "$repository/inside"
git -C "$repository" archive HEAD | tar -x -C "$work/unpacked"
same "an archive" "$head" "$(commit_of "$work/unpacked")"
same "a folder in somebody else's repository" unknown "$(commit_of "$repository/inside")"
echo more >>"$repository/.gitattributes"
same "a changed one" "$head-dirty" "$(commit_of "$repository")"
cp "$ASSAY_TOP/.git_archival.txt" "$work/unpacked"
same "an archive that nobody made" unknown "$(commit_of "$work/unpacked")"
finish
