# shellcheck shell=bash source-path=SCRIPTDIR
# scripts/package, and what its products do where they are used: the .deb is installed in a scratch
# root, used and purged; the archive is unpacked below a folder with a space in its name and grades there. Packs
# the build under test; nothing is compiled.
. "$(dirname "$0")/testing.bash"
for command in cpack dpkg-deb lintian patchelf setpriv unshare yamllint; do needs "$command"; done
if [ "$(id -u)" -ne 0 ]; then
  echo "SKIPPED: a scratch root needs root"
  [ "${ASSAY_NO_SKIP:-}" = 1 ] && exit 1
  exit 0
fi
export TMPDIR=$work
out=$work/out
claim "scripts/package" "$ASSAY_TOP/scripts/package" --build "$ASSAY_BUILD" --output "$out"
claim "the archive again" "$ASSAY_TOP/scripts/package" --build "$ASSAY_BUILD" --output "$work/again" --archive
deb=$(echo "$out"/assay_*.deb)
archive=$(echo "$out"/assay-*-linux-*.tar.gz)
sbom=$(echo "$out"/assay-*.spdx.json)
if ! [ -s "$deb" ] || ! [ -s "$archive" ] || ! [ -s "$sbom" ]; then finish; fi

# --- the files themselves
claim "the sums are right" env --chdir="$out" sha256sum --strict --quiet -c SHA256SUMS
same "of all three" 3 "$(wc -l <"$out/SHA256SUMS")"
claim "two archives of one commit are the same, byte for byte" cmp "$archive" "$work/again/${archive##*/}"
claim "lintian finds no error" lintian --allow-root --fail-on error "$deb"
depends=$(dpkg-deb -f "$deb" Depends)
for package in gcc libc6-dev libgit2 libseccomp2 libarchive13; do contains "it depends on $package" "$depends" "$package"; done
refuses "Go is not insisted on" grep -q golang <<<"$depends"
contains "but recommended" "$(dpkg-deb -f "$deb" Recommends)" "golang-go (>= 2:1.25)"
listed=$(dpkg-deb -c "$deb")
for line in '-rwxr-xr-x root/root .* ./usr/bin/assay$' '-rwxr-xr-x root/root .* ./usr/libexec/assay/assay-sandbox$' \
  '-rwxr-xr-x root/root .* ./usr/libexec/assay/assay-fetch$' '-rw-r--r-- root/root .* ./usr/share/man/man1/assay.1.gz$' \
  './usr/share/doc/assay/copyright$' './usr/share/doc/assay/changelog.gz$' './usr/share/zsh/vendor-completions/_assay$' \
  './usr/share/bash-completion/completions/assay$' './usr/share/fish/vendor_completions.d/assay.fish$' \
  './usr/share/assay/exercises/worker-pool/exercise.json$' './usr/share/assay/result.schema.json$'; do
  claim "the package holds $line" grep -qE -- "$line" <<<"$listed"
done
same "nothing in it has a privilege or may be written by others" "" \
  "$(awk '$1 ~ /s/ || (substr($1, 1, 1) != "l" && (substr($1, 6, 1) == "w" || substr($1, 9, 1) == "w"))' <<<"$listed")"
claim "the bill of materials is SPDX and names what is linked" python3 - "$sbom" "$archive" <<'EOF'
import json, re, sys, tarfile
document = json.load(open(sys.argv[1]))
assert document["spdxVersion"] == "SPDX-2.3" and document["dataLicense"] == "CC0-1.0"
names = {package["name"]: package for package in document["packages"]}
assert len(names) == len(document["packages"]), "a package is named twice"
assert re.fullmatch("[0-9a-f]{40}(-dirty)?", names["assay"]["sourceInfo"].split()[-1]), names["assay"]
assert len(names["assay-exercises"]["checksums"][0]["checksumValue"]) == 64
assert re.match(r"go1\.\d+", names["go"]["versionInfo"])
comments = " ".join(package.get("comment", "") for package in names.values())
for member in tarfile.open(sys.argv[2]):
    library = member.name.partition("/lib/assay/")[2]
    assert library in comments, library
known = {package["SPDXID"] for package in document["packages"]} | {"SPDXRef-DOCUMENT"}
for relation in document["relationships"]:
    assert {relation["spdxElementId"], relation["relatedSpdxElement"]} <= known, relation
EOF

# --- the .deb: installed, used, purged
mkdir "$work/scratch" "$work/shared"
cp "$deb" "$work/shared/assay.deb"
cp "$ASSAY_TOP/exercises/race-fix/solutions/mutex/"*.go "$ASSAY_TOP/exercises/race-fix/starter/go.mod" -t "$work/shared"
cat >"$work/shared/use" <<'EOF'
set -u
cd "$1" || exit 1
dpkg -i assay.deb >dpkg.log 2>&1 || { cat dpkg.log; exit 1; }
hash -r
command -v assay
assay --version >version
assay list --json >list || echo "list: $?"
assay doctor >doctor 2>&1
echo "doctor: $?"
man -w assay
assay grade race-fix . --json result.json --fail-under 100 >report 2>&1 || cat report
ls -d /var/cache/assay /run/assay
dpkg --purge assay >dpkg.log 2>&1 || cat dpkg.log
ls -d /var/cache/assay /run/assay /usr/share/assay /usr/libexec/assay /usr/share/doc/assay 2>/dev/null
dpkg -s assay 2>&1 | grep -c '^Status'
EOF
said=$(env -u ASSAY_CACHE "$ASSAY_TOP/tests/support/scratch-root" --bind "$work/shared" "$work/scratch" \
  bash "$work/shared/use" "$work/shared" 2>&1)
same "install, use, purge" "/usr/bin/assay
doctor: 0
/usr/share/man/man1/assay.1.gz
/run/assay
/var/cache/assay
0" "$said"
# What was removed is there as a device 0/0.
same "nothing is left but what dpkg and man-db note" "" \
  "$(find "$work/scratch/upper" ! -type d ! -type c | grep -vE '/upper/var/(lib/dpkg|log|cache/(man|ldconfig))/' | head -n 20)"
same "the version is that of the package" "assay $(dpkg-deb -f "$deb" Version)" "$(head -n 1 "$work/shared/version")"
contains "the exercises are the package's" "$(cat "$work/shared/list")" /usr/share/assay/exercises/worker-pool
claim "it graded" grep -q '"score": 100' "$work/shared/result.json"

# --- the image: what its last stage runs, in a scratch root, and assay as its user with its privileges
docker=$ASSAY_TOP/scripts/docker
claim "compose.yaml is tidy" yamllint -s -d '{extends: default, rules: {line-length: {max: 120}, document-start: disable}}' "$docker/compose.yaml"
claim "compose.yaml is whole" python3 "$(dirname "$0")/yaml_check.py" compose "$docker/compose.yaml"
claim "the Dockerfile is in order" python3 "$(dirname "$0")/docker_check.py" "$docker/Dockerfile"
mkdir "$work/image" "$work/image-files"
cp "$deb" "$work/shared"/*.go "$work/shared/go.mod" "$work/image-files"
python3 "$(dirname "$0")/docker_check.py" "$docker/Dockerfile" >"$work/image-files/steps"
cat >"$work/image-files/use" <<'EOF'
set -u
mkdir /tmp/out
cp "$1"/assay_*.deb /tmp/out
while IFS= read -r run; do
  DEBIAN_FRONTEND=noninteractive sh -c "$run" >/tmp/step.log 2>&1 </dev/null || { echo "failed: $run"; tail -n 5 /tmp/step.log; }
done <"$1/steps"
cp "$1"/*.go "$1/go.mod" /work
cd /work
run_assay() {
  setpriv --reuid 10001 --regid 10001 --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs \
    env -i HOME=/var/lib/assay PATH=/usr/sbin:/usr/bin:/sbin:/bin ASSAY_CACHE=/var/cache/assay ASSAY_GO="$go" assay "$@"
}
go=$2
run_assay --version | sed -n 's/^isolation: //p'
run_assay grade --isolation user race-fix /work --fail-under 100 --json /tmp/result.json >/dev/null 2>/tmp/err || cat /tmp/err
grep -o '"score": [0-9]*' /tmp/result.json | head -n 1
EOF
said=$(env -u ASSAY_CACHE "$ASSAY_TOP/tests/support/scratch-root" --bind "$work/image-files" "$work/image" \
  bash "$work/image-files/use" "$work/image-files" "$(sed -n 's/^go: .* in //p' "$work/shared/version")/bin/go" 2>&1)
same "the image's steps end well, and its user grades at the level user" 'user
"score": 100' "$said"

# --- the archive: unpacked anywhere
place="$work/some where else"
mkdir "$place"
tar -C "$place" --strip-components=1 -xzf "$archive"
program=$place/bin/assay
same "every library but glibc's comes along" "" \
  "$(ldd "$program" "$place/libexec/assay/assay-fetch" | awk '$3 ~ /^\// { print }' | grep -vE "^\s(libc|libm|libresolv)\.so" |
    grep -vF "$place/" | grep -vE '^\s.* => .*/some')"
same "its version is the same" "$(cat "$work/shared/version")" "$("$program" --version)"
cd / || exit 1
claim "it grades" "$program" grade race-fix "$work/shared" --json "$work/moved.json" --fail-under 100
claim "with its own exercises" grep -qF "$place/share/assay/exercises/race-fix" <<<"$("$program" list --json)"
finish
