# The three kinds of target there are. A module is a static library named after
# its folder; include paths are the repository's root and src/, so that a header
# is named "base/error.h" or "sandbox/runner.h" everywhere.

# assay_module(NAME SOURCES a.cc ... DEPS assay::base PkgConfig::X ...)
function(assay_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(ARG_SOURCES)
    add_library(assay_${name} STATIC ${ARG_SOURCES})
    target_include_directories(assay_${name} PUBLIC
      "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
    target_link_libraries(assay_${name} PUBLIC ${ARG_DEPS} PRIVATE assay_options)
  else()
    add_library(assay_${name} INTERFACE)
    target_include_directories(assay_${name} INTERFACE
      "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
    target_link_libraries(assay_${name} INTERFACE ${ARG_DEPS})
  endif()
  add_library(assay::${name} ALIAS assay_${name})
endfunction()

# assay_test(NAME SOURCES a_test.cc ... DEPS assay::base ... [LABELS unit] [TIMEOUT s])
# One GoogleTest executable, one ctest entry.
function(assay_test name)
  cmake_parse_arguments(ARG "SERIAL" "TIMEOUT" "SOURCES;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} assay_options GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
  if(ARG_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
