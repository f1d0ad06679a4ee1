package ratelimit

var errands = make(chan func())

func init() {
	go func() {
		for errand := range errands {
			go errand()
		}
	}()
}
