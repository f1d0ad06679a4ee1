package ratelimit_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"ratelimit"
)

func wait(t *testing.T, l *ratelimit.Limiter) {
	t.Helper()
	if err := l.Wait(t.Context()); err != nil {
		t.Errorf("Wait returned %v", err)
	}
}

func TestWaitComesBackWithTheToken(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(3, 3)
		wait(t, l)
		wait(t, l)
		wait(t, l)
		expectNow(t, "the burst was over", 0)
		wait(t, l)
		expectNow(t, "the first token", time.Second/3)
		wait(t, l)
		expectNow(t, "the second token", 2*time.Second/3)
		testkit.SleepUntil(1500 * ms)
		wait(t, l) // two and a half tokens are there: no wait, and one of them goes
		expectNow(t, "a token that was there", 1500*ms)
		expectTokens(t, l, 1)
	})
}

func TestWaitEndsWithItsContext(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(1, 1)
		drain(l)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(300*ms, cancel)
		if err := l.Wait(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled, Wait returned %v", err)
		}
		expectNow(t, "the cancelled Wait came back", 300*ms)

		ctx, cancel = context.WithTimeout(t.Context(), 200*ms)
		defer cancel()
		if err := l.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("out of time, Wait returned %v", err)
		}
		if now := testkit.Elapsed(); now > 500*ms+slack {
			t.Errorf("the Wait that was out of time at 500ms came back at %v", now)
		}
	})
}

// Not only the first in line can give up.
func TestWaitEndsWithItsContextBehindOthers(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(1, 1)
		drain(l)
		var crowd crowd
		ctx, cancel := context.WithCancel(t.Context())
		crowd.wait(t.Context(), l, "A")
		crowd.wait(ctx, l, "B")
		testkit.SleepUntil(300 * ms)
		cancel()
		crowd.expect(t, result{"B", 300 * ms, context.Canceled}, result{"A", time.Second, nil})
	})
}

func TestWaitWithADeadContext(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(1, 3)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range 10 {
			if err := l.Wait(ctx); !errors.Is(err, context.Canceled) {
				t.Fatalf("with a cancelled context and a full bucket, Wait returned %v", err)
			}
		}
		expectTokens(t, l, 3)
		if err := l.Wait(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("with a cancelled context and an empty bucket, Wait returned %v", err)
		}
		expectNow(t, "all that", 0)
	})
}

func TestACancelledWaitTakesNoToken(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(1, 5)
		drain(l)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(300*ms, cancel)
		if l.Wait(ctx) == nil {
			t.Error("a Wait that was cancelled before there was a token returned nil")
		}
		testkit.SleepUntil(4001 * ms)
		expectTokens(t, l, 4)
	})
}

// Those behind a cancelled one move up, as if it had never been there. (In which
// order they are served is a question for another test.)
func TestThoseBehindMoveUp(t *testing.T) {
	for _, quitter := range []int{0, 1} {
		testkit.LenientBubble(t, func(t *testing.T) {
			l := ratelimit.New(1, 1)
			drain(l)
			var crowd crowd
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			for place := range 4 {
				if place == quitter {
					crowd.wait(ctx, l, "quitter")
				} else {
					crowd.wait(t.Context(), l, "waiter")
				}
			}
			testkit.SleepUntil(500 * ms)
			cancel()
			crowd.expect(t,
				result{"quitter", 500 * ms, context.Canceled},
				result{"waiter", time.Second, nil},
				result{"waiter", 2 * time.Second, nil},
				result{"waiter", 3 * time.Second, nil})
		})
	}
}

// A context that ends at the very instant of the token: either may win, but
// an error means that no token was taken, and nil that one was.
func TestTheBooksBalanceWhenACancelMeetsAToken(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(1, 100)
		drain(l)
		taken := 0
		for i := range 40 {
			ctx, cancel := context.WithCancel(t.Context())
			due := time.Duration(taken+1) * time.Second // with nothing in the bucket
			time.AfterFunc(due-testkit.Elapsed(), cancel)
			if err := l.Wait(ctx); err == nil {
				taken++
			} else if testkit.Elapsed() >= due { // the token stayed in the bucket
				if !l.Allow() {
					time.Sleep(slack) // the clock's rounding
					if !l.Allow() {
						t.Fatalf("round %d: Wait returned %v, and its token is gone", i, err)
					}
				}
				taken++
			}
		}
		testkit.SleepUntil(50*time.Second + ms)
		expectTokens(t, l, 50-taken)
	})
}
