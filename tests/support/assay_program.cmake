add_library(assay_test_program STATIC "${CMAKE_CURRENT_LIST_DIR}/assay_program.cc")
target_include_directories(assay_test_program PUBLIC "${PROJECT_SOURCE_DIR}/tests")
target_compile_definitions(assay_test_program PRIVATE
  ASSAY_PROGRAM="$<TARGET_FILE:assay>"
  ASSAY_SOURCE_EXERCISES="${PROJECT_SOURCE_DIR}/exercises")
target_link_libraries(assay_test_program
  PUBLIC assay::base nlohmann_json::nlohmann_json PRIVATE assay::proc assay_options)
add_dependencies(assay_test_program assay assay-sandbox)
