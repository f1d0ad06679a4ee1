module health

go 1.25
