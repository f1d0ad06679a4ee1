// Package ratelimit is a token bucket: so many requests a second, and bursts up to a limit.
//
// It keeps no tokens but one instant: when the bucket would be full again. Each
// token that is taken moves it by the time that a token takes to come. If that
// lies too far ahead there is no token. (The literature calls this GCRA.)
package ratelimit

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// Limiter is a token bucket.
type Limiter struct {
	start    time.Time
	interval float64 // nanoseconds that a token takes to come
	depth    float64 // interval times burst

	// full holds the bits of a float64: nanoseconds from start to the instant at
	// which the bucket is full, if nobody takes a token until then.
	full atomic.Uint64

	waiting atomic.Int32 // how many are in line
	line    line
}

// New makes a full bucket that gains rate tokens a second and holds at most burst.
func New(rate float64, burst int) *Limiter {
	interval := min(float64(time.Second)/rate, math.MaxInt64)
	if !(rate > 0) || interval == 0 || burst < 1 {
		panic("ratelimit: rate must be positive and finite, and burst at least 1")
	}
	return &Limiter{start: time.Now(), interval: interval, depth: interval * float64(burst)}
}

// Allow takes a token if there is one and nobody waits for it.
func (l *Limiter) Allow() bool {
	return l.waiting.Load() == 0 && l.take() == 0
}

// Wait waits for its turn and for a token, and takes it, or gives up when ctx ends.
func (l *Limiter) Wait(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if l.Allow() {
		return nil
	}
	l.waiting.Add(1)
	defer l.waiting.Add(-1)
	me := l.line.join()
	defer l.line.leave(me)
	select {
	case <-me.first:
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		missing := l.take()
		if missing == 0 {
			return nil
		}
		timer := time.NewTimer(missing)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// take takes a token and gives 0, or gives how long until there is one.
func (l *Limiter) take() time.Duration {
	for {
		now := float64(time.Since(l.start))
		before := l.full.Load()
		after := max(math.Float64frombits(before), now) + l.interval
		if ahead := after - now; ahead > l.depth {
			return time.Duration(min(math.Ceil(ahead-l.depth), math.MaxInt64/2))
		}
		if l.full.CompareAndSwap(before, math.Float64bits(after)) {
			return 0
		}
	}
}

// line is a queue of goroutines. Who is first learns it by a closed channel.
type line struct {
	mu    sync.Mutex
	queue []*waiter
}

type waiter struct {
	first chan struct{}
}

func (l *line) join() *waiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	me := &waiter{make(chan struct{})}
	l.queue = append(l.queue, me)
	if len(l.queue) == 1 {
		close(me.first)
	}
	return me
}

func (l *line) leave(me *waiter) {
	l.mu.Lock()
	defer l.mu.Unlock()
	wasFirst := l.queue[0] == me
	for i, w := range l.queue {
		if w == me {
			l.queue = append(l.queue[:i], l.queue[i+1:]...)
			break
		}
	}
	if wasFirst && len(l.queue) > 0 {
		close(l.queue[0].first)
	}
}
