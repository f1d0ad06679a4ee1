package testkit

import "testing"

// allocRounds are measured; the least counts, since other goroutines of the
// process (the harness's watchdog) allocate now and then as well.
const allocRounds = 5

// Allocs is the number of heap allocations of one call of f, rounded down, as
// the best of several averages over runs calls. f runs once before that, to warm up.
// The race detector allocates in its own ways, so the test fails in a binary
// built with -race: put it under a criterion with "build": "plain".
func Allocs(t testing.TB, runs int, f func()) float64 {
	t.Helper()
	if raceEnabled {
		t.Fatal("allocations are not counted in a binary built with -race")
	}
	least := testing.AllocsPerRun(runs, f)
	for range allocRounds - 1 {
		least = min(least, testing.AllocsPerRun(runs, f))
	}
	return least
}
