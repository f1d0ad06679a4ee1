module bookindex

go 1.25
