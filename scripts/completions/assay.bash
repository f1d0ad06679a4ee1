# shellcheck shell=bash
# bash completion for assay. Needs nothing but bash: source it, or install it where
# bash-completion looks. Exercises are those that `assay list` names.

_assay_exercises() {
  "${COMP_WORDS[0]}" list --json 2>/dev/null | grep -oE '"id": ?"[a-z0-9-]+"' | cut -d '"' -f 4
}

# The values that the option $1 takes, as words for compgen; 'FILE' and 'DIR' stand for names of
# files, '-' for what only the user knows. Fails when $1 takes none.
_assay_values() {
  case "$1/$2" in
    --color/*) echo auto always never ;;
    --isolation/*) echo full user none ;;
    --view/*) echo candidate reviewer ;;
    --rerun/*) echo failed infra ;;
    --format/*) echo classroom code-quality csv csv-long exercism gradescope html json junit sarif text ;;
    --report/*) echo classroom= code-quality= exercism= github= github-summary= gradescope= html= junit= sarif= ;;
    --out/batch) echo DIR ;;
    --exercises/* | --keep/*) echo DIR ;;
    --json/grade | --out/* | --events/* | --lock/* | --junit/* | --assessments/* | --token-file/* | --ssh-key/* | --known-hosts/* | --ca-file/*) echo FILE ;;
    --difficulty/*) echo 1 2 3 4 5 ;;
    --assessment/* | --concept/* | --max-minutes/* | --scenario/* | --ref/* | --at/* | --subdir/* | --fail-under/* | --jobs/* | --fetch-timeout/* | --repeat/* | --only/* | --changed-since/* | --exercise/* | --deadline/* | --grace/* | --penalty/* | --penalty-cap/* | --candidate/* | --reason/* | --author/* | --score/* | --unused-for/* | --max-size/*) echo - ;;
    *) return 1 ;;
  esac
}

_assay() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local commands='doctor list show prepare start grade batch snapshot report regrade override cache new verify'
  local credentials='--token-file --ssh-key --known-hosts --ca-file --fetch-timeout'
  local common='--exercises --color --quiet --help --version'
  local command='' positions=0 i word values options
  COMPREPLY=()

  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == -* ]]; then
      # Is the next word this option's value? bash splits --color=never into three words.
      if _assay_values "$word" "$command" >/dev/null; then
        [[ ${COMP_WORDS[i + 1]} == '=' ]] && ((i++))
        ((i++))
      fi
    elif [[ -z $command ]]; then
      command=$word
    else
      ((positions++))
    fi
  done

  [[ $previous == '=' ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  [[ $current == '=' ]] && current=''
  if values=$(_assay_values "$previous" "$command"); then
    case "$values" in
      FILE) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
      DIR) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
      -) ;;
      *) mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current") ;;
    esac
    return
  fi

  case "$command" in
    list) options='--json --concept --difficulty --max-minutes --scenario --assessments' ;;
    start) options='--all --assessment --assessments' ;;
    doctor | show) options='--json' ;;
    grade)
      options="--ref --at --subdir --json --report --view --isolation --fail-under --keep --jobs --assessment --assessments
        $credentials" ;;
    batch)
      options="--exercise --assessment --assessments --out --at --deadline --grace --penalty --penalty-cap --jobs
        --isolation --events --rerun --no-cache --salvage $credentials" ;;
    snapshot) options="--lock --at --jobs $credentials" ;;
    report) options='--format --view --out --candidate --reproducible' ;;
    regrade) options='--reason --apply --drop --json --jobs --isolation' ;;
    override) options='--exercise --score --reason --author' ;;
    cache) options='--prune --unused-for --max-size --json' ;;
    verify) options='--repeat --load --jobs --only --changed-since --fresh --isolation --json --junit' ;;
    *) options='' ;;
  esac

  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options $common" -- "$current")
  elif [[ -z $command ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current")
  elif [[ $command == start ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_assay_exercises)" -- "$current"; compgen -d -- "$current")
  elif [[ $command == new && $positions -eq 1 ]]; then
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
  elif [[ $command == verify || ($command =~ ^(show|grade)$ && $positions -eq 0) ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_assay_exercises)" -- "$current")
  elif [[ $command =~ ^(report|regrade|override)$ && $positions -eq 0 ]]; then
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
  elif [[ ($command == grade && $positions -eq 1) || ($command =~ ^(batch|snapshot)$ && $positions -eq 0) ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}

complete -o filenames -F _assay assay
