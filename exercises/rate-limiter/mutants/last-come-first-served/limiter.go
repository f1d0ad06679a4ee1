// Package ratelimit is a token bucket: so many requests a second, and bursts up to a limit.
package ratelimit

import (
	"container/list"
	"context"
	"math"
	"sync"
	"time"
)

// Limiter is a token bucket with a queue. While somebody waits one timer runs, and
// what it calls serves the queue; waiting goroutines never look at the bucket.
type Limiter struct {
	mu     sync.Mutex
	bucket bucket
	queue  list.List   // of chan struct{}, closed when its owner has been given a token
	timer  *time.Timer // calls serve; set once somebody had to wait
}

// New makes a full bucket that gains rate tokens a second and holds at most burst.
func New(rate float64, burst int) *Limiter {
	if math.IsNaN(rate) || math.IsInf(rate, 0) || rate <= 0 {
		panic("ratelimit: rate must be positive and finite")
	}
	if burst < 1 {
		panic("ratelimit: burst must be at least 1")
	}
	return &Limiter{bucket: newBucket(rate, burst)}
}

// Allow takes a token if there is one and nobody waits for it.
func (l *Limiter) Allow() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.queue.Len() == 0 && l.bucket.take()
}

// Wait waits for its turn and for a token, and takes it, or gives up when ctx ends.
func (l *Limiter) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	place := l.enter()
	if place == nil {
		return nil
	}
	select {
	case <-place.Value.(chan struct{}):
		return nil
	case <-ctx.Done():
		return l.quit(place, ctx.Err())
	}
}

// enter takes a token at once and gives nil, or gives the caller's place in the queue.
func (l *Limiter) enter() *list.Element {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.queue.Len() == 0 && l.bucket.take() {
		return nil
	}
	place := l.queue.PushFront(make(chan struct{}))
	if l.queue.Len() == 1 {
		l.wind()
	}
	return place
}

// quit gives up a place, unless its owner has been given a token in the meantime.
func (l *Limiter) quit(place *list.Element, reason error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-place.Value.(chan struct{}):
		return nil
	default:
	}
	l.queue.Remove(place)
	if l.queue.Len() == 0 {
		l.timer.Stop()
	}
	return reason
}

// serve hands out the tokens that are there, first come, first served.
func (l *Limiter) serve() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.queue.Len() > 0 {
		if !l.bucket.take() {
			l.wind()
			return
		}
		close(l.queue.Remove(l.queue.Front()).(chan struct{}))
	}
}

// wind sets the timer to the instant of the next token.
func (l *Limiter) wind() {
	if l.timer == nil {
		l.timer = time.AfterFunc(l.bucket.missing(), l.serve)
		return
	}
	l.timer.Reset(l.bucket.missing())
}
