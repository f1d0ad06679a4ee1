assay_test(grade_e2e_test SOURCES grade_test.cc
  DEPS assay_test_program assay_test_git LABELS e2e TIMEOUT 600)
assay_test(bad_input_e2e_test SOURCES bad_input_test.cc
  DEPS assay_test_program assay_test_git LABELS e2e TIMEOUT 600)
assay_test(grade_remote_e2e_test SOURCES grade_remote_test.cc
  DEPS assay_test_program assay_test_git_servers LABELS e2e TIMEOUT 600)
