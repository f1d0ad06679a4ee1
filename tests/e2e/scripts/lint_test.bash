# shellcheck shell=bash source-path=SCRIPTDIR
# Every shell script passes shellcheck, is executable if it has a first line for it, and names what
# it does to whoever asks for --help.
. "$(dirname "$0")/testing.bash"
needs shellcheck
cd "$ASSAY_TOP" || exit 1

scripts=()
while IFS= read -r -d '' file; do
  case "$file" in
    tests/*/testdata/* | tests/fuzz/corpus/* | *.fish) continue ;;
    *.sh | *.bash) scripts+=("$file") ;;
    *) if head -c 64 "$file" | head -n 1 | grep -qaE '^#!.*\b(bash|sh)$'; then scripts+=("$file"); fi ;;
  esac
done < <(find scripts .ci .github tests sandbox exercises -type f -not -name '*.go' -not -name '*.cc' -not -name '*.h' -print0)

claim "there are scripts" test "${#scripts[@]}" -gt 12
for script in "${scripts[@]}"; do
  claim "$script passes shellcheck" shellcheck -x -P SCRIPTDIR "$script"
  if head -n 1 "$script" | grep -q '^#!'; then claim "$script is executable" test -x "$script"; fi
done
for script in scripts/*; do
  if [ -d "$script" ] || [ ! -x "$script" ]; then continue; fi
  said=$("$script" --help 2>&1 </dev/null)
  contains "$script --help says how it is called" "$said" "${script##*/}"
done
finish
