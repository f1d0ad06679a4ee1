module subject

go 1.25

require assay.test/testkit v0.0.0

replace assay.test/testkit => ../../..
