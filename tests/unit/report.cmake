assay_test(report_test
  SOURCES golden.cc report_samples.cc report_text_test.cc
  DEPS assay::report LABELS unit)
target_compile_definitions(report_test PRIVATE
  ASSAY_GOLDEN_FOLDER="${CMAKE_CURRENT_LIST_DIR}/golden")
