assay_test(roster_test
  SOURCES roster_csv_test.cc
  DEPS assay::roster LABELS unit)
