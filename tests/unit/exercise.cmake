assay_test(exercise_manifest_test
  SOURCES exercise_manifest_test.cc exercise_support.cc DEPS assay::exercise LABELS unit)
assay_test(exercise_folder_test
  SOURCES exercise_folder_test.cc exercise_support.cc DEPS assay::exercise LABELS unit)
assay_test(exercise_digests_test
  SOURCES exercise_digests_test.cc exercise_support.cc DEPS assay::exercise LABELS unit)
assay_test(exercise_questions_test
  SOURCES exercise_questions_test.cc exercise_support.cc DEPS assay::exercise LABELS unit)
assay_test(exercise_assessment_test
  SOURCES exercise_assessment_test.cc DEPS assay::exercise LABELS unit)
assay_test(exercise_repository_map_test
  SOURCES exercise_repository_map_test.cc DEPS assay::exercise LABELS unit)
assay_test(exercise_schema_test
  SOURCES exercise_schema_test.cc exercise_support.cc json_schema.cc DEPS assay::exercise
  LABELS unit)
target_compile_definitions(exercise_schema_test PRIVATE ASSAY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
