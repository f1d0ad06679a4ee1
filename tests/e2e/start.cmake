assay_test(start_e2e_test SOURCES start_test.cc
  DEPS assay_test_program assay_test_git LABELS e2e TIMEOUT 600)
