assay_test(catalogue_e2e_test SOURCES catalogue_test.cc DEPS assay_test_program LABELS e2e)
