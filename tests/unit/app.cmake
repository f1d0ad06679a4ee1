assay_test(app_verdict_memory_test SOURCES app_verdict_memory_test.cc DEPS assay::app LABELS unit)
