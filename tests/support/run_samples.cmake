add_library(assay_test_runs STATIC
  "${CMAKE_CURRENT_LIST_DIR}/run_samples.cc" "${CMAKE_CURRENT_LIST_DIR}/run_samples_code.cc"
  "${CMAKE_CURRENT_LIST_DIR}/run_samples_hostile.cc")
target_include_directories(assay_test_runs PUBLIC "${PROJECT_SOURCE_DIR}/tests")
target_link_libraries(assay_test_runs PUBLIC assay::model PRIVATE assay_options)
