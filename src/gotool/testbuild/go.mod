module assay.test/testbuild

go 1.25
