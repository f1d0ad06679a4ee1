// Package ratelimit is a token bucket: so many requests a second, and bursts up to a limit.
package ratelimit

import (
	"context"
	"math"
	"sync"
	"time"
)

// Limiter is a token bucket. Its mutex serves those who wait in order.
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
	return l.take()
}

// Wait waits for a token and takes it, or gives up when ctx ends.
func (l *Limiter) Wait(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ctx.Err() == nil {
		if l.take() {
			return nil
		}
		missing := math.Ceil((1 - l.tokens) / l.rate * float64(time.Second))
		timer := time.NewTimer(time.Duration(missing))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
	return ctx.Err()
}

// take fills up the bucket and takes a token if there is one. It wants the lock held.
func (l *Limiter) take() bool {
	now := time.Now()
	l.tokens = min(l.burst, l.tokens+l.rate*now.Sub(l.last).Seconds())
	l.last = now
	if l.tokens < 1 {
		return false
	}
	l.tokens--
	return true
}
