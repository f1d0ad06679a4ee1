module assay.test/inspect

go 1.25
