// Package ratelimit is a token bucket: so many requests a second, and bursts up to a limit.
package ratelimit

import (
	"context"
	"math"
	"time"
)

// Limiter is a token bucket: a channel holds the tokens, a goroutine adds them.
type Limiter struct {
	tokens chan struct{}
}

// New makes a full bucket that gains rate tokens a second and holds at most burst.
func New(rate float64, burst int) *Limiter {
	if !(rate > 0) || math.IsInf(rate, 1) || burst < 1 {
		panic("ratelimit: rate must be positive and finite, and burst at least 1")
	}
	l := &Limiter{tokens: make(chan struct{}, burst)}
	for range burst {
		l.tokens <- struct{}{}
	}
	go l.refill(time.Duration(float64(time.Second) / rate))
	return l
}

func (l *Limiter) refill(every time.Duration) {
	for range time.Tick(every) {
		select {
		case l.tokens <- struct{}{}:
		default: // full
		}
	}
}

// Allow takes a token if there is one.
func (l *Limiter) Allow() bool {
	select {
	case <-l.tokens:
		return true
	default:
		return false
	}
}

// Wait waits for a token and takes it, or gives up when ctx ends.
func (l *Limiter) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-l.tokens:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
