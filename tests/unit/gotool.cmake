assay_test(gotool_readers_test
  SOURCES gotool_goreports_test.cc gotool_inspection_test.cc gotool_marks_test.cc gotool_records_test.cc
  DEPS assay::gotool
  LABELS unit)

# The parts that are written in Go have tests in Go. They need no privileges, but Go,
# and the first run on a machine builds the standard library.
add_test(NAME go_testkit_test
  COMMAND "${PROJECT_SOURCE_DIR}/tests/support/check-go-module"
    "${PROJECT_SOURCE_DIR}/exercises/testkit" -race)
add_test(NAME go_inspect_test
  COMMAND "${PROJECT_SOURCE_DIR}/tests/support/check-go-module"
    "${PROJECT_SOURCE_DIR}/src/gotool/inspect")
add_test(NAME go_testbuild_test
  COMMAND "${PROJECT_SOURCE_DIR}/tests/support/check-go-module"
    "${PROJECT_SOURCE_DIR}/src/gotool/testbuild")
set_tests_properties(go_testkit_test go_inspect_test go_testbuild_test PROPERTIES LABELS "go" TIMEOUT 900)
