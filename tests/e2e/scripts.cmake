# The scripts, the man page, the completions, the READMEs and the installation,
# each as its user meets it. Every file <name>_test.bash is one test.
function(assay_script_test name)
  add_test(NAME scripts_${name}_test
    COMMAND bash "${CMAKE_CURRENT_LIST_DIR}/scripts/${name}_test.bash")
  set_tests_properties(scripts_${name}_test PROPERTIES LABELS "e2e;scripts" TIMEOUT 300
    ENVIRONMENT "ASSAY_TOP=${PROJECT_SOURCE_DIR};ASSAY_BUILD=${PROJECT_BINARY_DIR}")
endfunction()

foreach(name install_deps install_go lint sample_candidate)
  assay_script_test(${name})
endforeach()
if(TARGET assay)
  foreach(name completions exercises_readme man_page measure_exercises installation readme
          readme_commands version github_action
          gitlab_template)
    assay_script_test(${name})
    set_property(TEST scripts_${name}_test APPEND PROPERTY
      ENVIRONMENT "ASSAY_PROGRAM=$<TARGET_FILE:assay>")
  endforeach()
endif()

# Packs what is built; the heaviest of them, and alone with its label: ctest -L package.
if(TARGET assay AND NOT ASSAY_SANITIZE AND NOT ASSAY_COVERAGE)
  assay_script_test(package)
  set_property(TEST scripts_package_test APPEND PROPERTY
    ENVIRONMENT "ASSAY_PROGRAM=$<TARGET_FILE:assay>")
  set_tests_properties(scripts_package_test PROPERTIES LABELS "e2e;scripts;package" TIMEOUT 900)
endif()
