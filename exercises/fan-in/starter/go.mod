module fanin

go 1.25
