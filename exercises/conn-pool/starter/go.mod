module connpool

go 1.25
