module assay.test/testkit

go 1.25
