module invite

go 1.25
