assay_fuzzer(text DEPS assay::base)
