assay_test(architecture_test SOURCES architecture_test.cc LABELS unit)
target_compile_definitions(architecture_test PRIVATE ASSAY_TOP="${PROJECT_SOURCE_DIR}")

# The other half needs no run: every header is compiled by itself, twice over, with the build.
include(AssayHeaders)
# A sanitizer has nothing to say of headers, and there are two hundred.
if(NOT ASSAY_SANITIZE)
  assay_headers_alone(architecture_headers)
endif()
