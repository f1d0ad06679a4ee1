# shellcheck shell=bash source-path=SCRIPTDIR
# Every script, file and command that a README names is there. (readme_commands_test.bash runs them.)
. "$(dirname "$0")/testing.bash"
cd "$ASSAY_TOP" || exit 1
: "${ASSAY_PROGRAM:?set by ctest}"

readmes=(README.md)
for file in */README.md; do [ -f "$file" ] && readmes+=("$file"); done
for readme in "${readmes[@]}"; do
  claim "$readme says something" test -s "$readme"
  while read -r script; do
    claim "$readme: $script can be run" test -x "$script"
  done < <(grep -oE '(^|[^A-Za-z0-9_./-])(scripts/[a-z][a-z-]*|\.ci/run)' "$readme" | grep -oE '(scripts/|\.ci/).*' |
    grep -vE '^scripts/(cmake|man|completions)$' | sort -u)
  while read -r target; do
    claim "$readme: $target is there" test -e "$(dirname "$readme")/$target"
  done < <(grep -oE '\]\([^)#:]+' "$readme" | sed 's/^](//' | sort -u)
done

for readme in "${readmes[@]}"; do
  while read -r command; do
    claim "$readme: assay $command is a command" "$ASSAY_PROGRAM" "$command" --help
  done < <(grep -oE '`assay [a-z]+' "$readme" | awk '{ print $2 }' | sort -u)
done
finish
