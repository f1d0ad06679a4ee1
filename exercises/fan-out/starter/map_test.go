package fanout_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"fanout"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.
//
// They run in bubbles of testing/synctest, in which time is virtual: a second of
// sleep takes no time at all. A bubble panics if goroutines are left in it.

func TestResultsOfSixItems(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		got, err := fanout.Map(t.Context(), 2, []int{1, 2, 3, 4, 5, 6}, func(_ context.Context, n int) (int, error) {
			time.Sleep(time.Second)
			return n * n, nil
		})
		if want := []int{1, 4, 9, 16, 25, 36}; err != nil || !slices.Equal(got, want) {
			t.Errorf("Map gave %v, %v; want %v", got, err, want)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("six calls of a second, two at a time, took %v; want 3s", took)
		}
	})
}

func TestAFailureEndsTheOtherCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		soldOut := errors.New("sold out")
		start := time.Now()
		_, err := fanout.Map(t.Context(), 2, []string{"flight", "hotel"}, func(ctx context.Context, part string) (int, error) {
			if part == "hotel" {
				time.Sleep(time.Second)
				return 0, soldOut
			}
			<-ctx.Done()
			return 0, ctx.Err()
		})
		if !errors.Is(err, soldOut) {
			t.Errorf("Map gave %v; want %v", err, soldOut)
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("a call failed after a second, and Map returned after %v", took)
		}
	})
}

func TestAPanicIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, err := fanout.Map(t.Context(), 1, []int{7, 8}, func(_ context.Context, n int) (int, error) {
			return 1 / (8 - n), nil
		})
		var panicked *fanout.PanicError
		if !errors.As(err, &panicked) || panicked.Item != 1 {
			t.Errorf("the call for item 1 panicked, and Map gave %v", err)
		}
	})
}
