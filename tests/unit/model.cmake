assay_test(model_test SOURCES model_run_test.cc model_shared_list_test.cc
                              model_submission_list_test.cc
           DEPS assay::model assay::report LABELS unit)
