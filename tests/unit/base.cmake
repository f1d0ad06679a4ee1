assay_test(base_json_test SOURCES base_json_test.cc DEPS assay::base LABELS unit)
assay_test(base_text_test SOURCES base_text_test.cc DEPS assay::base LABELS unit)
assay_test(base_digest_test SOURCES base_digest_test.cc DEPS assay::base LABELS unit)
assay_test(base_file_test SOURCES base_file_test.cc DEPS assay::base LABELS unit)
