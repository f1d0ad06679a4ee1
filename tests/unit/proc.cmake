assay_test(proc_test SOURCES proc_test.cc DEPS assay::proc LABELS unit)
