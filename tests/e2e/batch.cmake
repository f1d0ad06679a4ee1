assay_test(batch_e2e_test SOURCES batch_test.cc
  DEPS assay_test_program assay_test_git assay::store LABELS e2e TIMEOUT 600)
