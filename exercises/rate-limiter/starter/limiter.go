// Package ratelimit is a token bucket: so many requests a second, and bursts up to a limit.
package ratelimit

import "context"

// Limiter is a token bucket. Its methods may be called from any number of
// goroutines at the same time.
type Limiter struct {
	// Yours to fill in.
}

// New makes a full bucket that gains rate tokens a second, and holds at most burst.
// It panics unless rate is positive and finite, and burst at least 1.
func New(rate float64, burst int) *Limiter {
	return &Limiter{}
}

// Allow takes a token if there is one and nobody waits for it, and tells whether it did.
func (l *Limiter) Allow() bool {
	return false
}

// Wait waits for its turn and for a token, takes the token and returns nil; or it
// takes none and returns the error of ctx when ctx ends before that.
func (l *Limiter) Wait(ctx context.Context) error {
	return nil
}
