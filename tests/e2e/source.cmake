assay_test(source_remote_test
  SOURCES source_https_test.cc source_server_test.cc source_ssh_test.cc
  DEPS assay::source assay_test_git_servers LABELS e2e TIMEOUT 300)
add_dependencies(source_remote_test assay-fetch)
