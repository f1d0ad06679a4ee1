module session

go 1.25
