assay_fuzzer(json DEPS assay::base DICTIONARY json.dict)
