assay_test(store_test
  SOURCES
    store_cache_test.cc store_crash_test.cc store_damage_test.cc store_place_test.cc
    store_regrade_test.cc store_run_test.cc store_support.cc store_version_test.cc
  DEPS assay::store SQLite::SQLite3 Threads::Threads LABELS unit TIMEOUT 300)
