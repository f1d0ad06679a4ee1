assay_fuzzer(sandbox_wire DEPS assay::sandbox)
