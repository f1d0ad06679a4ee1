assay_fuzzer(gotool_goreports DEPS assay::gotool)
assay_fuzzer(gotool_inspection DEPS assay::gotool)
assay_fuzzer(gotool_marks DEPS assay::gotool)
assay_fuzzer(gotool_records DEPS assay::gotool)
