# shellcheck shell=bash source-path=SCRIPTDIR
# The man page is well formed and names every command and option that the program has.
. "$(dirname "$0")/testing.bash"
: "${ASSAY_PROGRAM:?set by ctest}"
needs mandoc
page=$ASSAY_TOP/scripts/man/assay.1

# Whether other pages are installed is the machine's business.
same "mandoc has nothing to say" "" \
  "$(mandoc -T lint -W style "$page" 2>&1 | grep -vE 'referenced manual not found|outdated mandoc.db')"
text=$(mandoc -T ascii "$page" | sed 's/.\x08//g')
contains "it can be read" "$text" "grade Go exercises"
claim "no line is wider than 80 columns" test -z "$(awk 'length > 80' <<<"$text")"

commands=$("$ASSAY_PROGRAM" --help | awk '/^Subcommands:/ { on = 1; next } on && /^  [a-z]/ { print $1 }')
claim "the help was understood" grep -qx grade <<<"$commands"
for command in '' $commands; do
  if [ -n "$command" ]; then contains "the command $command" "$text" "     assay $command"; fi
  # shellcheck disable=SC2086 # no word at all for the program's own options
  for option in $("$ASSAY_PROGRAM" $command --help | grep -oE '(^|[ ,])--[a-z][a-z-]*' | tr -d ' ,' | sort -u); do
    contains "assay $command: $option" "$text" "$option"
  done
done
while read -r option; do
  claim "$option is an option of some command" grep -qF -- "$option" <<<"$(
    for command in '' $commands; do
      # shellcheck disable=SC2086 # as above
      "$ASSAY_PROGRAM" $command --help
    done)"
done < <(grep -oE -- '--[a-z][a-z-]+' <<<"$text" | sort -u)
finish
