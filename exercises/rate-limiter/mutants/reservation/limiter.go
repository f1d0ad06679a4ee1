// Package ratelimit is a token bucket: so many requests a second, and bursts up to a limit.
package ratelimit

import (
	"context"
	"math"
	"sync"
	"time"
)

// Limiter is a token bucket. Who waits has taken a token that is still to come, so
// the number of tokens may be negative.
type Limiter struct {
	rate  float64 // tokens a second
	burst float64

	mu     sync.Mutex
	tokens float64 // in the bucket at the instant last
	last   time.Time
}

// New makes a full bucket that gains rate tokens a second and holds at most burst.
func New(rate float64, burst int) *Limiter {
	if !(rate > 0) || math.IsInf(rate, 1) || burst < 1 {
		panic("ratelimit: rate must be positive and finite, and burst at least 1")
	}
	return &Limiter{rate: rate, burst: float64(burst), tokens: float64(burst), last: time.Now()}
}

// Allow takes a token if there is one.
func (l *Limiter) Allow() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refill()
	if l.tokens < 1 {
		return false
	}
	l.tokens--
	return true
}

// Wait reserves a token and waits until it is there, or gives up when ctx ends.
func (l *Limiter) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	timer := time.NewTimer(l.reserve())
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// reserve takes a token, if need be one of the future, and says how long until it is there.
func (l *Limiter) reserve() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refill()
	l.tokens--
	return time.Duration(math.Ceil(max(0, -l.tokens) / l.rate * float64(time.Second)))
}

// refill wants the lock held.
func (l *Limiter) refill() {
	now := time.Now()
	l.tokens = min(l.burst, l.tokens+l.rate*now.Sub(l.last).Seconds())
	l.last = now
}
