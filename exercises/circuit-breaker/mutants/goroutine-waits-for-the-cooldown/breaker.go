// Package breaker keeps a service that fails from being called, until it may have recovered.
//
// Each state is a type, which says whom it admits and what follows from the outcome. A
// timer ends the cooldown, so that the state is right at any time without anybody's asking.
package breaker

import (
	"context"
	"errors"
	"fmt"
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

// Breaker stands before a service.
type Breaker struct {
	failures int
	cooldown time.Duration

	mu    sync.Mutex
	phase phase
}

// New makes a closed breaker that opens after so many failures in a row, and stays open
// for the time of the cooldown.
func New(failures int, cooldown time.Duration) *Breaker {
	if failures < 1 || cooldown <= 0 {
		panic(fmt.Sprintf("breaker: New(%d, %v) makes no sense", failures, cooldown))
	}
	return &Breaker{failures: failures, cooldown: cooldown, phase: &closed{limit: failures}}
}

// Do calls fn with ctx and returns its error, or returns ErrOpen without a call.
func (b *Breaker) Do(ctx context.Context, fn func(context.Context) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	settle := b.admit()
	if settle == nil {
		return ErrOpen
	}
	panics := true
	defer func() { settle(err, panics) }()
	err = fn(ctx)
	panics = false
	return err
}

// State tells what the breaker does with calls now.
func (b *Breaker) State() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.phase.state()
}

// admit gives nil, or what is to be called after the call.
func (b *Breaker) admit() func(err error, panics bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	origin := b.phase
	next := origin.admit()
	if next == nil {
		return nil
	}
	return func(err error, panics bool) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.phase == origin {
			b.enter(next(judge(err, panics)))
		}
	}
}

// enter begins the phase of that state, if it is another one.
func (b *Breaker) enter(state State) {
	if state == b.phase.state() {
		return
	}
	switch state {
	case Closed:
		b.phase = &closed{limit: b.failures}
	case HalfOpen:
		b.phase = &halfOpen{}
	case Open:
		b.phase = open{}
		go func() {
			time.Sleep(b.cooldown)
			b.mu.Lock()
			defer b.mu.Unlock()
			b.enter(HalfOpen)
		}()
	}
}

type outcome int

const (
	success outcome = iota
	failure
	nothing // says nothing about the service
)

func judge(err error, panics bool) outcome {
	if panics {
		return failure
	}
	if errors.Is(err, context.Canceled) {
		return nothing
	}
	if err != nil {
		return failure
	}
	return success
}

// A phase lasts from one change of state to the next.
type phase interface {
	state() State
	// admit gives nil if no call may be made, else what finds the state that follows
	// from the outcome of one.
	admit() func(outcome) State
}

type closed struct {
	limit    int
	failures int // in a row
}

func (*closed) state() State { return Closed }

func (c *closed) admit() func(outcome) State { return c.settle }

func (c *closed) settle(o outcome) State {
	switch o {
	case success:
		c.failures = 0
	case failure:
		c.failures++
	}
	if c.failures == c.limit {
		return Open
	}
	return Closed
}

type open struct{}

func (open) state() State { return Open }

func (open) admit() func(outcome) State { return nil }

type halfOpen struct {
	probing bool // the one call is under way
}

func (*halfOpen) state() State { return HalfOpen }

func (h *halfOpen) admit() func(outcome) State {
	if h.probing {
		return nil
	}
	h.probing = true
	return h.settle
}

func (h *halfOpen) settle(o outcome) State {
	h.probing = false
	switch o {
	case success:
		return Closed
	case failure:
		return Open
	}
	return HalfOpen
}
