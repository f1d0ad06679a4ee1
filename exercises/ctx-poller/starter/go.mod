module poller

go 1.25
