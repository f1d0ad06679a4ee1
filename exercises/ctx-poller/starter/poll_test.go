package poller_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"poller"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.
//
// They run in bubbles of testing/synctest, in which time is virtual: a second of
// sleep takes no time at all. A bubble panics if goroutines are left in it.

func TestTheThirdCheckIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, checks := time.Now(), 0
		err := poller.Poll(t.Context(), time.Minute, func(context.Context) (bool, error) {
			checks++
			return checks == 3, nil
		})
		if err != nil || checks != 3 {
			t.Errorf("after %d checks Poll gave %v; want 3, nil", checks, err)
		}
		if took := time.Since(start); took != 2*time.Minute {
			t.Errorf("the third check was done, and Poll took %v; want 2m", took)
		}
	})
}

func TestAFailureEndsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lost := errors.New("the parcel is lost")
		err := poller.Poll(t.Context(), time.Minute, func(context.Context) (bool, error) {
			return false, lost
		})
		if !errors.Is(err, lost) {
			t.Errorf("Poll gave %v; want %v", err, lost)
		}
	})
}

func TestTheContextEndsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		err := poller.Poll(ctx, time.Minute, func(context.Context) (bool, error) {
			return false, nil
		})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Poll gave %v; want %v", err, context.DeadlineExceeded)
		}
		if took := time.Since(start); took != 90*time.Second {
			t.Errorf("Poll returned after %v; want 90s", took)
		}
	})
}
