add_library(assay_test_archive STATIC "${CMAKE_CURRENT_LIST_DIR}/archive_fixture.cc")
target_include_directories(assay_test_archive PUBLIC "${PROJECT_SOURCE_DIR}/tests")
target_link_libraries(assay_test_archive PRIVATE LibArchive::LibArchive assay_options)
