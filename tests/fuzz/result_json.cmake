assay_fuzzer(result_json DEPS assay::report)
