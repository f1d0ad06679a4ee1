package ratelimit_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"assay.test/testkit"
	"ratelimit"
)

const (
	ms = time.Millisecond
	// slack is how late a Wait may return: README.md allows the rounding of a clock.
	slack = ms
)

// drain takes tokens until there are none, and gives their number; it stops at a
// thousand, which no test's bucket holds.
func drain(l *ratelimit.Limiter) int {
	for n := range 1000 {
		if !l.Allow() {
			return n
		}
	}
	return 1000
}

func expectTokens(t *testing.T, l *ratelimit.Limiter, want int) {
	t.Helper()
	if got := drain(l); got != want {
		t.Errorf("at %v the bucket held %d tokens, want %d", testkit.Elapsed(), got, want)
	}
}

// expectNow fails unless the bubble's clock shows due, or a little more.
func expectNow(t *testing.T, what string, due time.Duration) {
	t.Helper()
	expectInstant(t, what, testkit.Elapsed(), due)
}

func expectInstant(t *testing.T, what string, got, due time.Duration) {
	t.Helper()
	if got < due || got > due+slack {
		t.Errorf("%s at %v, want %v", what, got, due)
	}
}

// A crowd is goroutines in Wait, and what became of them.
type crowd struct {
	group sync.WaitGroup
	mu    sync.Mutex
	done  []result // in the order in which they came back
}

type result struct {
	who string
	at  time.Duration
	err error
}

// wait has one more goroutine call Wait, and gives it a millisecond to get in line.
func (c *crowd) wait(ctx context.Context, l *ratelimit.Limiter, who string) {
	c.group.Go(func() {
		err := l.Wait(ctx)
		now := testkit.Elapsed()
		c.mu.Lock()
		defer c.mu.Unlock()
		c.done = append(c.done, result{who, now, err})
	})
	time.Sleep(ms)
}

// expect waits for all and compares: who came back, when, and whether with a token.
func (c *crowd) expect(t *testing.T, want ...result) {
	t.Helper()
	c.group.Wait()
	if len(c.done) != len(want) {
		t.Fatalf("%d came back, want %d", len(c.done), len(want))
	}
	for i, w := range want {
		got := c.done[i]
		if got.who != w.who || (got.err == nil) != (w.err == nil) {
			t.Errorf("%s came back at place %d with error %v, want %s with %v", got.who, i+1, got.err, w.who, w.err)
			continue
		}
		expectInstant(t, got.who+" came back", got.at, w.at)
	}
}
