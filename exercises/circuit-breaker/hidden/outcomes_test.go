package breaker_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"breaker"
)

func TestAPanicGoesOnToTheCaller(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		defer func() {
			if v := recover(); v != errDown {
				t.Errorf("fn panicked with %v, and what came through Do is %v", errDown, v)
			}
		}()
		b.Do(t.Context(), func(context.Context) error { panic(errDown) })
	})
}

func TestAPanicIsAFailure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		for range 10 {
			panicking(b)
		}
		if panicking(b) {
			t.Error("closed: ten panics did not open a breaker with a threshold of three")
		}
		time.Sleep(cooldown + ms)
		panicking(b)
		expectRefused(t, b, "half-open: after a call that panicked")
		time.Sleep(cooldown + ms)
		expectMade(t, b, nil, "half-open again, a cooldown after a call that panicked")
	})
}

// cancelled has b make a call whose context its caller cancels.
func cancelled(b *breaker.Breaker) (made bool) {
	ctx, cancel := context.WithCancel(context.Background())
	b.Do(ctx, func(ctx context.Context) error {
		made = true
		cancel()
		return fmt.Errorf("score: %w", ctx.Err())
	})
	return made
}

// A caller who gave up says neither that the service is up nor that it is down.
func TestACancelledCallSaysNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(4, cooldown)
		for range 10 {
			if !cancelled(b) {
				t.Fatal("cancelled calls opened the breaker")
			}
		}
		expectMade(t, b, errDown, "one of four failures")
		expectMade(t, b, errDown, "two of four failures")
		cancelled(b)
		if n := fails(b); n > 3 {
			t.Errorf("after two failures and a cancelled call it took %d more to open; the threshold is 4", n)
		}

		time.Sleep(cooldown + ms)
		for range 3 {
			if !cancelled(b) {
				t.Fatal("half-open: after a cancelled call the next one was refused")
			}
		}
		expectMade(t, b, errDown, "half-open: after cancelled calls")
		expectRefused(t, b, "half-open: after cancelled calls and one that failed")
	})
}

// A service that is too slow is down.
func TestAnExpiredDeadlineIsAFailure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		for range 10 {
			ctx, cancel := context.WithTimeout(t.Context(), 100*ms)
			b.Do(ctx, func(ctx context.Context) error {
				<-ctx.Done()
				return fmt.Errorf("score: %w", ctx.Err())
			})
			cancel()
		}
		expectRefused(t, b, "after ten calls that were too slow")
	})
}

func TestADeadContextMakesNoCall(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		b := breaker.New(3, cooldown)
		dead := func(when string) {
			t.Helper()
			for range 5 {
				err := b.Do(ctx, func(context.Context) error {
					t.Errorf("%s: a call was made with a context that had ended before", when)
					return nil
				})
				if !errors.Is(err, context.Canceled) {
					t.Errorf("%s: with a context that had ended before Do returned %v", when, err)
				}
			}
		}
		dead("closed")
		expectMade(t, b, nil, "closed, after calls with a context that had ended before")
		halfOpen(t, b)
		dead("half-open")
		expectMade(t, b, errDown, "half-open, after calls with a context that had ended before")
		expectRefused(t, b, "half-open, after a call that failed")
	})
}
