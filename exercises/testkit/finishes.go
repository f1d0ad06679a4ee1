package testkit

// Finishes runs f in a goroutine of its own and tells whether it came to its end
// without anyone's help: false means that it is parked, on a lock that somebody
// else holds, say. If true, f is ordered before what the caller does next.
//
// After false f is still waiting. The caller then lets go of what f waits for;
// inside a bubble that must happen before the test ends, even if it fails.
func Finishes(f func()) bool {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		f()
	}()
	Quiesce()
	select {
	case <-ended:
		return true
	default:
		return false
	}
}
