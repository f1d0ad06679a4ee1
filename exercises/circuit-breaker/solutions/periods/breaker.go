// Package breaker keeps a service that fails from being called, until it may have recovered.
//
// From one change of state to the next is a period, and each period is an object of its
// own. A call keeps the period in which it began and can end only that one: it swaps
// the current period for the next if it is still its own. So what comes too late
// finds another period there, and changes nothing. There is no lock.
package breaker

import (
	"context"
	"errors"
	"sync/atomic"
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
	threshold int64
	cooldown  time.Duration
	current   atomic.Pointer[period]
}

type period struct {
	state    State
	until    time.Time    // of Open
	failures atomic.Int64 // of Closed: in a row
	probing  atomic.Bool  // of HalfOpen
}

// New makes a closed breaker that opens after so many failures in a row, and stays open
// for the time of the cooldown.
func New(failures int, cooldown time.Duration) *Breaker {
	if failures < 1 {
		panic("breaker: failures must be at least 1")
	}
	if cooldown <= 0 {
		panic("breaker: cooldown must be positive")
	}
	b := &Breaker{threshold: int64(failures), cooldown: cooldown}
	b.current.Store(&period{state: Closed})
	return b
}

// Do calls fn with ctx and returns its error, or returns ErrOpen without a call.
func (b *Breaker) Do(ctx context.Context, fn func(context.Context) error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	p := b.now()
	if p.state == Open || p.state == HalfOpen && !p.probing.CompareAndSwap(false, true) {
		return ErrOpen
	}
	returned := false
	defer func() {
		if !returned {
			b.failed(p)
		}
	}()
	err := fn(ctx)
	returned = true
	switch {
	case err == nil:
		b.succeeded(p)
	case errors.Is(err, context.Canceled):
		p.probing.Store(false)
	default:
		b.failed(p)
	}
	return err
}

// State tells what the breaker does with calls now.
func (b *Breaker) State() State { return b.now().state }

// now is the current period, after the clock had its say.
func (b *Breaker) now() *period {
	p := b.current.Load()
	if p.state == Open && !time.Now().Before(p.until) {
		b.current.CompareAndSwap(p, &period{state: HalfOpen})
		p = b.current.Load()
	}
	return p
}

func (b *Breaker) succeeded(p *period) {
	p.failures.Store(0)
	if p.state == HalfOpen {
		b.current.CompareAndSwap(p, &period{state: Closed})
	}
}

func (b *Breaker) failed(p *period) {
	if p.failures.Add(1) >= b.threshold || p.state == HalfOpen {
		b.current.CompareAndSwap(p, &period{state: Open, until: time.Now().Add(b.cooldown)})
	}
}
