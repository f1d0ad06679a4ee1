assay_test(report_test
  SOURCES golden.cc report_assessment_test.cc report_csv_test.cc report_display_test.cc
          report_file_names_test.cc report_formats_test.cc report_github_test.cc
          report_html_board_test.cc report_html_test.cc
          report_issues_test.cc report_json_test.cc report_junit_test.cc report_markdown_test.cc report_outline_test.cc report_pieces_test.cc
          report_platforms_test.cc report_reproducible_test.cc report_run_facts_test.cc
          report_run_json_test.cc report_run_samples.cc report_run_text_test.cc report_samples.cc
          report_sarif_test.cc report_summary_test.cc report_text_test.cc report_verify_test.cc
          report_view_test.cc run_python.cc
  DEPS assay::report assay_test_runs LABELS unit)
target_compile_definitions(report_test PRIVATE
  ASSAY_GOLDEN_FOLDER="${CMAKE_CURRENT_LIST_DIR}/golden"
  ASSAY_CONSUMERS="${CMAKE_CURRENT_LIST_DIR}/consumers"
  ASSAY_CSV_CHECK="${CMAKE_CURRENT_LIST_DIR}/report_check_csv.py"
  ASSAY_GITHUB_CHECK="${CMAKE_CURRENT_LIST_DIR}/report_github_commands.py"
  ASSAY_SUMMARY_CHECK="${CMAKE_CURRENT_LIST_DIR}/report_check_summary.py"
  ASSAY_RUN_SCHEMA="${PROJECT_SOURCE_DIR}/src/report/run.schema.json"
  ASSAY_JUNIT_CHECK="${CMAKE_CURRENT_LIST_DIR}/report_check_junit.py"
  ASSAY_ASSESSMENT_SCHEMA="${PROJECT_SOURCE_DIR}/src/report/assessment.schema.json"
  ASSAY_RESULT_SCHEMA="${PROJECT_SOURCE_DIR}/src/report/result.schema.json"
  ASSAY_VALIDATOR="${CMAKE_CURRENT_LIST_DIR}/report_validate.py")
