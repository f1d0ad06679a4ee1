assay_test(test_run_test SOURCES gotool_limits_test.cc test_run_test.cc DEPS assay::gotool LABELS unit)
