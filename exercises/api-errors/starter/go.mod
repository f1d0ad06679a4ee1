module booking

go 1.25
