//go:build race

package harness

import "runtime"

// raceErrors is how many races this process has reported so far.
func raceErrors() int { return runtime.RaceErrors() }
