module jwtauth

go 1.25
