add_library(assay_test_git_servers STATIC "${CMAKE_CURRENT_LIST_DIR}/git_servers.cc")
target_include_directories(assay_test_git_servers PUBLIC "${PROJECT_SOURCE_DIR}/tests")
target_link_libraries(assay_test_git_servers
  PUBLIC assay::base assay::proc assay_test_git Threads::Threads PRIVATE assay_options)
