# fish completion for assay. Exercises are those that `assay list` names.

function __assay_exercises
    assay list --json 2>/dev/null | string match -ra --groups-only '"id": ?"([a-z0-9-]+)"'
end

set -l commands doctor list show prepare start grade new verify

complete -c assay -f
complete -c assay -l exercises -xa '(__fish_complete_directories)' -d 'Look for exercises in this folder, too'
complete -c assay -l color -xa 'auto always never' -d 'When to use colour'
complete -c assay -s q -l quiet -d 'Only results and errors'
complete -c assay -s h -l help -d 'Say what a command takes'
complete -c assay -l version -d 'Print the version'

set -l none "not __fish_seen_subcommand_from $commands"
complete -c assay -n "$none" -a doctor -d 'Say what this machine offers and how to mend it'
complete -c assay -n "$none" -a list -d 'List the exercises'
complete -c assay -n "$none" -a show -d 'Show an exercise'
complete -c assay -n "$none" -a prepare -d 'Make the build cache that gradings build on'
complete -c assay -n "$none" -a start -d 'Make a repository for a candidate'
complete -c assay -n "$none" -a grade -d 'Grade one submission'
complete -c assay -n "$none" -a new -d 'Make the skeleton of an exercise'
complete -c assay -n "$none" -a verify -d 'Check the exercises themselves'

complete -c assay -n '__fish_seen_subcommand_from doctor list show verify' -l json -d 'Print JSON'
complete -c assay -n '__fish_seen_subcommand_from show start grade verify' -a '(__assay_exercises)'
complete -c assay -n '__fish_seen_subcommand_from grade verify' -l isolation -xa 'full user none' -d 'How the submission is kept apart'
complete -c assay -n '__fish_seen_subcommand_from grade verify' -l jobs -x -d 'How much at once'

complete -c assay -n '__fish_seen_subcommand_from start' -l all -d 'Every exercise there is'
complete -c assay -n '__fish_seen_subcommand_from start grade' -l assessment -x -d 'The exercises of this assessment'
complete -c assay -n '__fish_seen_subcommand_from list start grade' -l assessments -rF -d 'Where assessments are'
set -l list '__fish_seen_subcommand_from list'
complete -c assay -n $list -l concept -x -d 'About this'
complete -c assay -n $list -l difficulty -xa '1 2 3 4 5' -d 'As hard as this'
complete -c assay -n $list -l max-minutes -x -d 'Done in so many minutes'
complete -c assay -n $list -l scenario -x -d 'Of such a scenario'

set -l grade '__fish_seen_subcommand_from grade'
complete -c assay -n $grade -F
complete -c assay -n $grade -l ref -x -d 'Branch, tag or commit'
complete -c assay -n $grade -l at -x -d 'The last commit up to then'
complete -c assay -n $grade -l subdir -x -d 'Folder of the module in the source'
complete -c assay -n $grade -l json -rF -d 'Write the result there'
complete -c assay -n $grade -l view -xa 'candidate reviewer' -d 'Whose report to print'
complete -c assay -n $grade -l fail-under -x -d 'Status 1 if the score is lower'
complete -c assay -n $grade -l keep -xa '(__fish_complete_directories)' -d 'Leave the tree that was built there'
complete -c assay -n $grade -l token-file -rF -d 'Token for https'
complete -c assay -n $grade -l ssh-key -rF -d 'Private key for ssh'
complete -c assay -n $grade -l known-hosts -rF -d 'Host keys for ssh'
complete -c assay -n $grade -l ca-file -rF -d 'Certificates to trust for https'
complete -c assay -n $grade -l fetch-timeout -x -d 'Seconds that fetching may take'

set -l verify '__fish_seen_subcommand_from verify'
complete -c assay -n $verify -l repeat -x -d 'Verify everything that often'
complete -c assay -n $verify -l load -d 'Processes that spin beside it'
complete -c assay -n $verify -l only -x -d 'These solutions and mutants alone'
complete -c assay -n $verify -l changed-since -x -d 'Exercises that differ from this commit alone'
complete -c assay -n $verify -l fresh -d 'Grade again what is known from an earlier run'
complete -c assay -n $verify -l junit -rF -d 'Write JUnit XML there'
