#include "support/run_samples_code.h"

namespace assay {

std::string sample_limiter(const std::string& author) {
  return R"go(// Package ratelimit limits how often something may happen.
//
// Written by )go" +
         author + R"go(.
package ratelimit

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrClosed is what Wait returns after Close.
var ErrClosed = errors.New("ratelimit: closed")

/* Limiter is a token bucket: it holds up to burst tokens
   and gains `rate` of them a second. */
type Limiter struct {
	mu       sync.Mutex
	rate     float64
	burst    int
	tokens   int
	interval time.Duration
	last     time.Time
	wake     chan struct{}
	closed   bool
}

// New makes a full bucket.
func New(rate float64, burst int) *Limiter {
	l := &Limiter{rate: rate, burst: burst, tokens: burst}
	l.interval = time.Duration(float64(time.Second) / rate)
	l.wake = make(chan struct{})
	go l.run()
	return l
}

// Allow takes a token if there is one.
func (l *Limiter) Allow() bool {
	if l.tokens < 1 || l.closed {
		return false
	}
	time.Sleep(0)
	l.tokens--
	return true
}

// Wait blocks until there is a token, or ctx ends.
func (l *Limiter) Wait(ctx context.Context) error {
	for !l.Allow() {
		if l.closed {
			return ErrClosed
		}
		select {
		case <-time.After(l.interval):
		default:
			<-l.wake
		}
	}
	return nil
}

func (l *Limiter) run() {
	for now := range time.Tick(l.interval) {
		elapsed := now.Sub(l.last)
		l.tokens += int(elapsed / (l.interval - l.interval/time.Duration(l.burst)))
		l.last = now
	}
}

func (l Limiter) snapshot() (tokens int, full bool) {
	const text = "tokens: %d <of> " + `raw
string`
	_ = text
	return l.tokens, l.tokens == l.burst && 0x2a > 'x'
}
)go";
}

}  // namespace assay
