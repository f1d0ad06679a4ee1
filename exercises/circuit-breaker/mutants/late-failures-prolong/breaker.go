// Package breaker keeps a service that fails from being called, until it may have recovered.
package breaker

import (
	"context"
	"errors"
	"sync"
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

// Breaker stands before a service. The lock is held before and after a call, never
// during it.
type Breaker struct {
	threshold int
	cooldown  time.Duration

	mu       sync.Mutex
	state    State
	period   uint64    // counts the changes of state
	failures int       // in a row, while closed
	until    time.Time // when it ends to be open
	probing  bool      // while half-open: the one call is under way
}

// New makes a closed breaker that opens after so many failures in a row, and stays open
// for the time of the cooldown.
func New(failures int, cooldown time.Duration) *Breaker {
	if failures < 1 || cooldown <= 0 {
		panic("breaker: failures must be at least 1, and cooldown positive")
	}
	return &Breaker{threshold: failures, cooldown: cooldown}
}

// Do calls fn with ctx and returns its error, or returns ErrOpen without a call.
func (b *Breaker) Do(ctx context.Context, fn func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	period, ok := b.admit()
	if !ok {
		return ErrOpen
	}
	outcome := failure // of an fn that panics
	defer func() { b.settle(period, outcome) }()
	err := fn(ctx)
	outcome = judge(err)
	return err
}

// State tells what the breaker does with calls now.
func (b *Breaker) State() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tick()
	return b.state
}

type outcome int

const (
	failure outcome = iota
	success
	nothing // says nothing about the service
)

func judge(err error) outcome {
	switch {
	case err == nil:
		return success
	case errors.Is(err, context.Canceled):
		return nothing
	}
	return failure
}

// admit tells whether a call may be made, and in which period it is.
func (b *Breaker) admit() (period uint64, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tick()
	if b.state == Open || b.probing {
		return 0, false
	}
	b.probing = b.state == HalfOpen
	return b.period, true
}

// settle draws the conclusions from a call, if its period still lasts.
func (b *Breaker) settle(period uint64, result outcome) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if period != b.period {
		if b.state == Open && result == failure {
			b.until = time.Now().Add(b.cooldown)
		}
		return
	}
	wasProbe := b.probing
	b.probing = false
	switch {
	case result == nothing:
	case result == success && wasProbe:
		b.change(Closed)
	case result == success:
		b.failures = 0
	default:
		b.failures++
		if wasProbe || b.failures >= b.threshold {
			b.change(Open)
			b.until = time.Now().Add(b.cooldown)
		}
	}
}

// tick makes an open breaker half-open when its time is over.
func (b *Breaker) tick() {
	if b.state == Open && !time.Now().Before(b.until) {
		b.change(HalfOpen)
	}
}

func (b *Breaker) change(to State) {
	b.state = to
	b.period++
	b.failures = 0
}
