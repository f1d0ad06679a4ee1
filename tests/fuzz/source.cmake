assay_fuzzer(source_archive DEPS assay::source)
assay_fuzzer(source_names DEPS assay::source)
assay_fuzzer(source_objects DEPS assay::source)
assay_fuzzer(source_wire DEPS assay::source)
