assay_test(private_exercises_e2e_test SOURCES private_exercises_test.cc
  DEPS assay_test_program LABELS e2e TIMEOUT 300)
assay_test(verify_e2e_test SOURCES verify_test.cc
  DEPS assay_test_program assay_test_git LABELS e2e TIMEOUT 600)

# The whole catalogue: every solution, starter and mutant gets what its author says. Nothing that an
# earlier run found is believed here.
add_test(NAME verify_catalogue COMMAND assay --quiet verify --fresh)
set_tests_properties(verify_catalogue PROPERTIES LABELS "verify" TIMEOUT 1200 RUN_SERIAL ON)
