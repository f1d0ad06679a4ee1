assay_fuzzer(manifest DEPS assay::exercise DICTIONARY manifest.dict)
