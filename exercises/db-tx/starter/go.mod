module boxoffice

go 1.25
