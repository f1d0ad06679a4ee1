assay_test(test_run_test SOURCES test_run_test.cc DEPS assay::gotool LABELS unit)
