package testkit

import "runtime"

// quietReadings in a row must find everybody parked: a single one can fall
// between two steps of a goroutine that is about to go on.
const quietReadings = 3

// Quiesce returns when every other goroutine of the process is parked: on a
// channel, a lock, a WaitGroup, a timer or the network. Unlike synctest.Wait it
// counts a goroutine that waits for a mutex as parked, works outside a bubble
// too, and orders nothing, so it hides no race.
//
// A sleeping goroutine counts as parked; in a bubble the clock stands still
// meanwhile, because the caller is running. Quiesce has no limit of its own: if
// somebody spins, the harness's watchdog ends the test.
func Quiesce() {
	var lookout lookout
	for quiet := 0; quiet < quietReadings; {
		runtime.Gosched()
		if othersParked(lookout.goroutines()) {
			quiet++
		} else {
			quiet = 0
		}
	}
}

func othersParked(all []goroutine) bool {
	for _, g := range all[1:] {
		if !g.parked() {
			return false
		}
	}
	return true
}
