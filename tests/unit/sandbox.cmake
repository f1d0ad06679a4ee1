assay_test(sandbox_unit_test
  SOURCES sandbox_classify_test.cc sandbox_filter_test.cc sandbox_id_range_test.cc
          sandbox_wire_test.cc
  DEPS assay::sandbox LABELS unit)
