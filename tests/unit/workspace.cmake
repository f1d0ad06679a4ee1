assay_test(workspace_assemble_test SOURCES workspace_assemble_test.cc DEPS assay::workspace
  LABELS unit)
assay_test(workspace_policy_test SOURCES workspace_policy_test.cc DEPS assay::workspace
  LABELS unit)
