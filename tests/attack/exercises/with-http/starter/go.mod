module withhttp

go 1.25
