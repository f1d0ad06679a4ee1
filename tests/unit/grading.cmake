assay_test(grading_test
  SOURCES grading_contract_test.cc grading_expectations_test.cc grading_judge_test.cc
          grading_late_test.cc grading_merge_test.cc
  DEPS assay::grading LABELS unit)
