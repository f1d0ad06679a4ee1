package testkit

import "time"

// bubbleStart is what the clock of every bubble shows when it begins;
// testing/synctest documents it.
var bubbleStart = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// Elapsed is how long the bubble has run, in its own time.
func Elapsed() time.Duration { return time.Since(bubbleStart) }

// SleepUntil sleeps until the bubble has run for d, and not at all if it has already.
func SleepUntil(d time.Duration) { time.Sleep(d - Elapsed()) }
