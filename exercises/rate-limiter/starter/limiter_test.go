package ratelimit

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// Run these with `go test -race`. They show how to test in virtual time; the
// clock of a bubble moves only when all its goroutines wait.

func TestABurstAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(1, 3)
		for i := range 3 {
			if !l.Allow() {
				t.Errorf("call %d was refused, and the bucket holds 3", i+1)
			}
		}
		if l.Allow() {
			t.Error("the fourth call was allowed")
		}
	})
}

func TestTokensComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(2, 1)
		l.Allow()
		time.Sleep(490 * time.Millisecond)
		if l.Allow() {
			t.Error("a token came early")
		}
		time.Sleep(20 * time.Millisecond)
		if !l.Allow() {
			t.Error("after half a second there is no token")
		}
	})
}

func TestWaitTakesTheNextToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(1, 1)
		l.Allow()
		start := time.Now()
		if err := l.Wait(t.Context()); err != nil {
			t.Errorf("Wait returned %v", err)
		}
		if waited := time.Since(start); waited < time.Second || waited > time.Second+time.Millisecond {
			t.Errorf("waited %v for a token that takes a second", waited)
		}
	})
}

func TestWaitGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(1, 1)
		l.Allow()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		if err := l.Wait(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Wait returned %v, want context.Canceled", err)
		}
	})
}
