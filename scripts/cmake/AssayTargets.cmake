# The kinds of target there are. A module is a static library named after
# its folder; include paths are the repository's root and src/, so that a header
# is named "base/error.h" or "sandbox/runner.h" everywhere.
#
# The release compiles six files of a module at a time (CMAKE_UNITY_BUILD), in half
# of the time, nearly all of which goes into the same headers. So names in unnamed
# namespaces of one module must differ, or be declared once, in a header.

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

# assay_fuzzer(NAME DEPS assay::x ... [SOURCES extra.cc] [DICTIONARY x.dict])
# From NAME_fuzz.cc, which defines LLVMFuzzerTestOneInput, and corpus/NAME: the libFuzzer target
# fuzz_NAME under ASSAY_FUZZ; otherwise a program that replays the corpus, as the test
# fuzz_NAME_replay, so that every build of the tests runs what fuzzing has found.
function(assay_fuzzer name)
  cmake_parse_arguments(ARG "" "DICTIONARY" "SOURCES;DEPS" ${ARGN})
  set(corpus "${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}")
  set(target fuzz_${name})
  add_executable(${target} ${name}_fuzz.cc ${ARG_SOURCES})
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${target} PRIVATE ${ARG_DEPS} assay_options)
  if(ASSAY_FUZZ)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    if(NOT TARGET fuzzers)
      add_custom_target(fuzzers)
    endif()
    add_dependencies(fuzzers ${target})
    set(options "")
    if(ARG_DICTIONARY)
      set(options "-dict=${CMAKE_CURRENT_SOURCE_DIR}/${ARG_DICTIONARY}")
    endif()
    # scripts/fuzz reads these: the program, its corpus, its options; one line each.
    file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/fuzzers/${name}"
      CONTENT "$<TARGET_FILE:${target}>\n${corpus}\n${options}\n")
  else()
    target_sources(${target} PRIVATE replay_main.cc)
    add_test(NAME ${target}_replay COMMAND ${target} "${corpus}")
    set_tests_properties(${target}_replay PROPERTIES LABELS "unit;fuzz" TIMEOUT 120)
  endif()
endfunction()
