module fetch

go 1.25
