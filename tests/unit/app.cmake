assay_test(app_verdict_memory_test SOURCES app_verdict_memory_test.cc DEPS assay::app LABELS unit)
assay_test(app_skeleton_test SOURCES app_skeleton_test.cc DEPS assay::app LABELS unit)
