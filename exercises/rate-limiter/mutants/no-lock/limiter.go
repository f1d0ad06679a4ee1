// Package ratelimit is a token bucket: so many requests a second, and bursts up to a limit.
package ratelimit

import (
	"context"
	"math"
	"sync"
	"time"
)

// Limiter is a token bucket. It has no goroutine: how full the bucket is follows
// from the time that has passed since somebody last looked.
type Limiter struct {
	rate  float64 // tokens a second
	burst float64

	// turn holds a value while somebody is the first of those who wait. Channels
	// serve their senders in order, so the others stand in line behind it.
	turn chan struct{}

	mu      sync.Mutex
	tokens  float64 // in the bucket at the instant last
	last    time.Time
	waiting int // goroutines in Wait that have to wait, the first included
}

// New makes a full bucket that gains rate tokens a second and holds at most burst.
func New(rate float64, burst int) *Limiter {
	if !(rate > 0) || math.IsInf(rate, 1) || burst < 1 {
		panic("ratelimit: rate must be positive and finite, and burst at least 1")
	}
	return &Limiter{
		rate: rate, burst: float64(burst),
		turn:   make(chan struct{}, 1),
		tokens: float64(burst), last: time.Now(),
	}
}

// Allow takes a token if there is one and nobody waits for it.
func (l *Limiter) Allow() bool {
	return l.waiting == 0 && l.take()
}

// Wait waits for its turn and for a token, and takes it, or gives up when ctx ends.
func (l *Limiter) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if l.takeOrJoin() {
		return nil
	}
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		l.leave()
		return ctx.Err()
	}
	for {
		missing := l.takeAndLeave()
		if missing == 0 {
			return nil
		}
		timer := time.NewTimer(missing)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			l.leave()
			return ctx.Err()
		}
	}
}

// takeOrJoin takes a token, or else counts the caller among those who wait.
func (l *Limiter) takeOrJoin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting == 0 && l.take() {
		return true
	}
	l.waiting++
	return false
}

// takeAndLeave takes a token for the first in line, or says how long until there is one.
func (l *Limiter) takeAndLeave() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.take() {
		l.waiting--
		return 0
	}
	missing := math.Ceil((1 - l.tokens) / l.rate * float64(time.Second))
	return time.Duration(min(missing, math.MaxInt64/2))
}

func (l *Limiter) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting--
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
