module withos

go 1.25
