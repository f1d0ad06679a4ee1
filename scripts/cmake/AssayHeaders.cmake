# assay_headers_alone(TARGET): compiles every header of src/, sandbox/ and tests/ as the only thing
# that a source file includes, and includes it a second time, so that a header which leans on its
# includer, or lacks `#pragma once`, breaks the build.
function(assay_headers_alone target)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}"
    "${PROJECT_SOURCE_DIR}/src/*.h" "${PROJECT_SOURCE_DIR}/sandbox/*.h"
    "${PROJECT_SOURCE_DIR}/tests/*.h")
  set(sources "")
  foreach(header ${headers})
    string(REGEX REPLACE "[^A-Za-z0-9]" "_" name "${header}")
    set(source "${PROJECT_BINARY_DIR}/headers/${name}.cc")
    file(CONFIGURE OUTPUT "${source}" CONTENT "#include \"@header@\"\n#include \"@header@\"\n" @ONLY)
    list(APPEND sources "${source}")
  endforeach()
  add_library(${target} OBJECT ${sources})
  target_include_directories(${target} PRIVATE
    "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests")
  # Nothing is run, so nothing is said for the debugger.
  target_compile_options(${target} PRIVATE -g0 -O0)
  target_link_libraries(${target} PRIVATE assay_options GTest::gmock)
  foreach(module base proc model sandbox exercise source workspace gotool grading store report app)
    if(TARGET assay::${module})
      target_link_libraries(${target} PRIVATE assay::${module})
    endif()
  endforeach()
endfunction()
