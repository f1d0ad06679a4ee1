module shutdown

go 1.25
