// Package breaker keeps a service that fails from being called, until it may have recovered.
// README.md says exactly what each function does.
package breaker

import (
	"context"
	"errors"
	"time"
)

// ErrOpen says that the breaker did not make the call.
var ErrOpen = errors.New("breaker: open")

// State is what a breaker does with calls.
type State int

const (
	Closed   State = iota // makes them
	Open                  // refuses them
	HalfOpen              // makes one, to see whether the service has recovered
)

func (s State) String() string {
	return [...]string{"closed", "open", "half-open"}[s]
}

var errNotWritten = errors.New("breaker: not written yet")

// Breaker stands before a service. Its methods may be called from any number of
// goroutines at the same time.
type Breaker struct {
	// Yours to fill in.
}

// New makes a closed breaker that opens after so many failures in a row, and stays open
// for the time of the cooldown. It panics unless failures is at least 1 and cooldown positive.
func New(failures int, cooldown time.Duration) *Breaker {
	return &Breaker{}
}

// Do calls fn with ctx and returns its error, or returns ErrOpen without a call.
func (b *Breaker) Do(ctx context.Context, fn func(context.Context) error) error {
	return errNotWritten
}

// State tells what the breaker does with calls now.
func (b *Breaker) State() State {
	return Closed
}
