assay_test(roster_test
  SOURCES roster_csv_test.cc roster_table_test.cc
  DEPS assay::roster LABELS unit)
