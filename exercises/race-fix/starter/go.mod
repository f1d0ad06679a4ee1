module hits

go 1.25
