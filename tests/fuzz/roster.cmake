assay_fuzzer(roster DEPS assay::roster DICTIONARY roster.dict)
