// Package mark carries two words from the test kit to the harness: why a test
// that failed did so, where "failed" alone would say too little, and that a test
// looks for leaks, so that the harness looks where a bubble cannot.
//
// The kit recovers from the panic of a bubble that leaks or is deadlocked and
// fails the test; the harness asks here what it was. The first mark of a test
// stands, since what follows a deadlock or a leak is its consequence.
package mark

import "sync"

// The kinds are names of verdicts.
const (
	Leak     = "leak"
	Deadlock = "deadlock"
)

var (
	mu    sync.Mutex
	kinds = map[string]string{}
	exact = map[string]bool{}
)

// Strict notes that the top-level test of this name allows the candidate no goroutine
// at all once it is over, wherever that was started.
func Strict(test string) {
	mu.Lock()
	defer mu.Unlock()
	exact[test] = true
}

// TakeStrict tells whether the test was noted so, and forgets it.
func TakeStrict(test string) bool {
	mu.Lock()
	defer mu.Unlock()
	strict := exact[test]
	delete(exact, test)
	return strict
}

// Set notes that the top-level test of this name failed as kind. A name that
// already has a kind keeps it.
func Set(test, kind string) {
	mu.Lock()
	defer mu.Unlock()
	if _, ok := kinds[test]; !ok {
		kinds[test] = kind
	}
}

// Take gives the kind that was set for a test, or "", and forgets it, so that
// the next run of the same test starts without one.
func Take(test string) string {
	mu.Lock()
	defer mu.Unlock()
	kind := kinds[test]
	delete(kinds, test)
	return kind
}
