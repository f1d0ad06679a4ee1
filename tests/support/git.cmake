add_library(assay_test_git STATIC "${CMAKE_CURRENT_LIST_DIR}/git_fixture.cc")
target_include_directories(assay_test_git PUBLIC "${PROJECT_SOURCE_DIR}/tests")
target_link_libraries(assay_test_git PUBLIC assay::base PRIVATE PkgConfig::LIBGIT2 assay_options)
