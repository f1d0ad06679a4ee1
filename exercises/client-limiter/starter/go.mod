module clientlimit

go 1.25
