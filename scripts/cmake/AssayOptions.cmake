# How everything is compiled. Presets set these options; nothing else should.
option(ASSAY_TESTS "Build the tests" ON)
option(ASSAY_WERROR "Treat warnings as errors" OFF)
option(ASSAY_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
option(ASSAY_BENCH "Build the benchmarks" OFF)
option(ASSAY_COVERAGE "Instrument for gcov" OFF)
set(ASSAY_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(ASSAY_CCACHE ccache)
if(ASSAY_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${ASSAY_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${ASSAY_CCACHE}")
endif()

# For programs that are linked statically, which cannot carry a sanitizer's run-time.
add_library(assay_static_options INTERFACE)
target_compile_options(assay_static_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
  -Wold-style-cast -Wcast-qual -Woverloaded-virtual -Wundef -Wvla
  -fstack-protector-strong -fno-strict-aliasing)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 warns of std::string's own operator+ when it optimises (GCC bug 105651).
  target_compile_options(assay_static_options INTERFACE -Wno-restrict)
endif()
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # What is in an unnamed namespace of a .cc file looks there as if it came from a header.
  target_compile_options(assay_static_options INTERFACE -Wno-subobject-linkage)
endif()
if(ASSAY_WERROR)
  target_compile_options(assay_static_options INTERFACE -Werror)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # The same source makes the same bytes, wherever it lies (scripts/package).
  target_compile_options(assay_static_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
    "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=." "-ffile-prefix-map=${PROJECT_BINARY_DIR}=build")
  target_link_options(assay_static_options INTERFACE -Wl,-z,relro,-z,now)
endif()
if(ASSAY_COVERAGE)
  target_compile_options(assay_static_options INTERFACE --coverage)
  target_link_options(assay_static_options INTERFACE --coverage)
endif()

add_library(assay_sanitizers INTERFACE)
if(ASSAY_SANITIZE)
  target_compile_options(assay_sanitizers INTERFACE
    -fsanitize=${ASSAY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(assay_sanitizers INTERFACE -fsanitize=${ASSAY_SANITIZE})
endif()
if(ASSAY_FUZZ)
  # Everything a target calls is instrumented; libFuzzer's main is linked to the targets alone.
  target_compile_options(assay_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(assay_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
endif()

# For all others.
add_library(assay_options INTERFACE)
target_link_libraries(assay_options INTERFACE assay_static_options assay_sanitizers)
