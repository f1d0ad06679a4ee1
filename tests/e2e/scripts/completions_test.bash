# shellcheck shell=bash source-path=SCRIPTDIR
# The three completions know the commands, options and exercises that the program itself knows.
. "$(dirname "$0")/testing.bash"
: "${ASSAY_PROGRAM:?set by ctest}"
needs zsh
needs fish
completions=$ASSAY_TOP/scripts/completions
mkdir "$work/bin"
ln -s "$ASSAY_PROGRAM" "$work/bin/assay"
export PATH="$work/bin:$PATH" HOME="$work"

# complete_in_bash WORD...: what bash offers for the last word.
complete_in_bash() {
  bash --norc -c '
    . "$1"; shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _assay
    printf "%s\n" "${COMPREPLY[@]}"' - "$completions/assay.bash" "$@" | sort | xargs
}
complete_in_fish() {
  fish --no-config -c "source $completions/assay.fish; complete -C '$*'" | cut -f 1 | sort | xargs
}

# What the program's help names, as the truth.
commands=$(assay --help | awk '/^Subcommands:/ { on = 1; next } on && /^  [a-z]/ { print $1 }' | sort | xargs)
exercises=$(assay list --json | grep -oE '"id": ?"[a-z0-9-]+"' | cut -d '"' -f 4 | sort | xargs)
contains "the help was understood" "$commands" grade
contains "the list was understood" "$exercises" worker-pool

same "bash: commands" "$commands" "$(complete_in_bash assay '')"
same "bash: a command begun" grade "$(complete_in_bash assay gr)"
same "bash: exercises" "$exercises" "$(complete_in_bash assay grade '')"
same "bash: exercises after an option with a value" "$exercises" \
  "$(complete_in_bash assay grade --ref main --view reviewer '')"
same "bash: exercises after an option = value" "$exercises" "$(complete_in_bash assay grade --view = reviewer '')"
same "bash: values" "candidate reviewer" "$(complete_in_bash assay grade --view '')"
same "bash: a value after =" candidate "$(complete_in_bash assay grade --view = c)"
same "bash: a value of a common option" never "$(complete_in_bash assay --color n)"
mkdir "$work/repository"
same "bash: the source is a file" "$work/repository" "$(complete_in_bash assay grade worker-pool "$work/repo")"
same "bash: --json of verify takes no file" "$exercises" "$(complete_in_bash assay verify --json '')"
same "bash: nothing is invented" "" "$(complete_in_bash assay doctor x)"

same "fish: commands" "$commands" "$(complete_in_fish assay '')"
contains "fish: exercises" "$(complete_in_fish assay show '')" worker-pool
same "fish: values" "candidate reviewer" "$(complete_in_fish assay grade --view '')"
claim "zsh: the file is well formed" zsh -n "$completions/_assay"
said=$(zsh -f -c "autoload -Uz compinit; compinit -u -D; source $completions/_assay; print -r -- \$_comps[assay]" 2>&1)
same "zsh: it is loaded for assay" _assay "$said"

for command in '' $commands; do
  words=(assay)
  if [ -n "$command" ]; then words+=("$command"); fi
  options=$("${words[@]}" --help | grep -oE '(^|[ ,])--[a-z][a-z-]*' | tr -d ' ,' | sort -u)
  offered=" $(complete_in_bash "${words[@]}" --) "
  in_fish=" $(complete_in_fish "${words[@]}" --) "
  for option in $options; do
    contains "bash: assay $command $option" "$offered" " $option "
    contains "fish: assay $command $option" "$in_fish" "$option"
    claim "zsh: assay $command $option" grep -qE -- "$option(\[|'|\})" "$completions/_assay"
  done
  for option in $offered; do
    case "$option" in --help | --version | --exercises | --color | --quiet) continue ;; esac
    contains "bash offers only what assay $command has" " $options " "$option"
  done
done
finish
