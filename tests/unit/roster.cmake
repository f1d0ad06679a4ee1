assay_test(roster_test
  SOURCES golden.cc json_schema.cc roster_csv_test.cc roster_folder_test.cc roster_hostile_test.cc
          roster_json_test.cc roster_schema_test.cc roster_table_test.cc
  DEPS assay::roster LABELS unit TIMEOUT 300)
target_compile_definitions(roster_test PRIVATE
  ASSAY_GOLDEN_FOLDER="${CMAKE_CURRENT_LIST_DIR}/golden"
  ASSAY_ROSTER_SCHEMA="${PROJECT_SOURCE_DIR}/src/roster/roster.schema.json")
