module strict

go 1.25
