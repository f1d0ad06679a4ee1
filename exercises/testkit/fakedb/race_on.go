//go:build race

package fakedb

import "runtime"

// overlook makes the race detector ignore what orders the calling goroutine, until regard.
func overlook() { runtime.RaceDisable() }
func regard()   { runtime.RaceEnable() }

const raceEnabled = true
