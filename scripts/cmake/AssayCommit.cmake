# assay_commit(VARIABLE SOURCE): the commit that SOURCE is, in 40 digits, with "-dirty" after it if a
# tracked file differs. Where there is no Git, what `git archive` wrote into .git_archival.txt;
# "unknown" where there is neither. Asked for when CMake configures: a build between a commit and the
# next run of CMake names the one before.
#
# As a script, `cmake -D SOURCE=DIR -P AssayCommit.cmake` prints it.
function(assay_commit variable source)
  set(commit unknown)
  find_program(ASSAY_GIT git)
  # A source tree inside of another repository is not that repository.
  if(EXISTS "${source}/.git" AND ASSAY_GIT)
    execute_process(COMMAND "${ASSAY_GIT}" -C "${source}" rev-parse --verify HEAD
      OUTPUT_VARIABLE head RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(NOT failed)
      set(commit "${head}")
      execute_process(COMMAND "${ASSAY_GIT}" -C "${source}" status --porcelain --untracked-files=no
        OUTPUT_VARIABLE changed ERROR_QUIET)
      if(changed)
        string(APPEND commit "-dirty")
      endif()
    endif()
  elseif(EXISTS "${source}/.git_archival.txt")
    file(READ "${source}/.git_archival.txt" archived)
    if(archived MATCHES "commit: ([0-9a-f]+)")
      set(commit "${CMAKE_MATCH_1}")
    endif()
  endif()
  set(${variable} "${commit}" PARENT_SCOPE)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  assay_commit(found "${SOURCE}")
  execute_process(COMMAND "${CMAKE_COMMAND}" -E echo "${found}")
endif()
