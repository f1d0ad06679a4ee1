assay_test(source_test
  SOURCES
    source_archive_test.cc source_authorities_test.cc source_changes_test.cc source_child_test.cc
    source_credentials_test.cc source_folder_test.cc source_git_test.cc source_hostile_tree_test.cc
    source_locator_test.cc source_names_test.cc source_new_repository_test.cc
    source_objects_test.cc source_ref_test.cc source_wire_test.cc
  DEPS assay::source assay_test_archive assay_test_git LABELS unit TIMEOUT 300)
add_dependencies(source_test assay-fetch)
