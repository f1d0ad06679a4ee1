package breaker_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"breaker"
)

type userKey struct{}

func TestDoPassesThrough(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(5, cooldown)
		ctx := context.WithValue(t.Context(), userKey{}, "ada")
		for _, want := range []error{nil, errDown, nil} {
			var user any
			err := b.Do(ctx, func(ctx context.Context) error {
				user = ctx.Value(userKey{})
				return want
			})
			if user != "ada" {
				t.Error("fn did not get the context that Do was given")
			}
			if err != want {
				t.Errorf("fn returned %v, and Do returned %v", want, err)
			}
		}
	})
}

// Do ends with fn: not before it, even if its context does, and not after it.
func TestDoEndsWithItsFunction(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(5, cooldown)
		ctx, cancel := context.WithTimeout(t.Context(), s)
		defer cancel()
		if err := b.Do(ctx, func(context.Context) error {
			time.Sleep(3 * s)
			return nil
		}); err != nil {
			t.Errorf("fn returned nil, and Do returned %v", err)
		}
		if now := testkit.Elapsed(); now != 3*s {
			t.Errorf("fn returned at %v, and Do at %v", 3*s, now)
		}
	})
}

func TestRejectsBadArguments(t *testing.T) {
	for _, bad := range []struct {
		failures int
		cooldown time.Duration
	}{{0, s}, {-1, s}, {1, 0}, {1, -s}} {
		if !panics(func() { breaker.New(bad.failures, bad.cooldown) }) {
			t.Errorf("New(%d, %v) did not panic", bad.failures, bad.cooldown)
		}
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

// Neither a failure earlier nor one later, and however far they lie apart.
func TestOpensAtTheThreshold(t *testing.T) {
	for _, threshold := range []int{1, 2, 5} {
		bubble(t, func(t *testing.T) {
			b := breaker.New(threshold, cooldown)
			for i := range threshold {
				if !call(b, errDown) {
					t.Fatalf("failures %d: the breaker was open after %d", threshold, i)
				}
				if i < threshold-1 {
					time.Sleep(time.Hour)
				}
			}
			if call(b, errDown) {
				t.Errorf("failures %d: the breaker was not open after as many", threshold)
			}
		})
	}
}

func TestASuccessEndsTheRow(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(5, cooldown)
		for range 4 {
			for range 3 {
				expectMade(t, b, errDown, "three failures in a row")
			}
			expectMade(t, b, nil, "three failures in a row")
		}
	})
}

// An open breaker calls nothing and says ErrOpen, without taking any time.
func TestAnOpenBreakerMakesNoCall(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		trip(t, b)
		for range 9 {
			time.Sleep(s)
			before := testkit.Elapsed()
			err := b.Do(t.Context(), func(context.Context) error {
				t.Error("an open breaker made a call")
				return nil
			})
			if !errors.Is(err, breaker.ErrOpen) {
				t.Errorf("an open breaker returned %v, want ErrOpen", err)
			}
			if took := testkit.Elapsed() - before; took != 0 {
				t.Errorf("an open breaker took %v to say so", took)
			}
		}
	})
}

// The cooldown is as long as New was told, whoever knocks meanwhile.
func TestOpenForTheCooldown(t *testing.T) {
	for _, cooldown := range []time.Duration{50 * ms, 10 * s, time.Hour} {
		bubble(t, func(t *testing.T) {
			time.Sleep(3 * s)
			b := breaker.New(3, cooldown)
			trip(t, b)
			for range 4 {
				time.Sleep(cooldown / 5)
				expectRefused(t, b, "during the cooldown")
			}
			testkit.SleepUntil(3*s + cooldown - ms)
			expectRefused(t, b, "a millisecond before the end of the cooldown")
			testkit.SleepUntil(3*s + cooldown + ms)
			expectMade(t, b, nil, "a millisecond after the end of the cooldown")
		})
	}
}
