module lawless

go 1.25
