package breaker

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// Run these with `go test -race`. They are a beginning, and show how to test in
// virtual time: the clock of a bubble moves only when all its goroutines wait, and a
// minute of sleep takes no time at all.

var errDown = errors.New("no answer")

func down(context.Context) error { return errDown }
func up(context.Context) error   { return nil }

func TestOpensAfterFailuresInARow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := New(3, time.Minute)
		for i := range 3 {
			if err := b.Do(t.Context(), down); !errors.Is(err, errDown) {
				t.Errorf("call %d gave %v, want the error of the service", i+1, err)
			}
		}
		if err := b.Do(t.Context(), up); !errors.Is(err, ErrOpen) {
			t.Errorf("after three failures Do gave %v, want ErrOpen", err)
		}
	})
}

func TestClosesWhenTheServiceIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := New(2, time.Minute)
		b.Do(t.Context(), down)
		b.Do(t.Context(), down)
		if state := b.State(); state != Open {
			t.Errorf("after two failures the breaker is %v", state)
		}
		time.Sleep(time.Minute + time.Millisecond)
		if state := b.State(); state != HalfOpen {
			t.Errorf("after the cooldown the breaker is %v", state)
		}
		if err := b.Do(t.Context(), up); err != nil {
			t.Errorf("after the cooldown Do gave %v", err)
		}
		if state := b.State(); state != Closed {
			t.Errorf("after a call that succeeded the breaker is %v", state)
		}
	})
}

func TestOneCallAtATimeTriesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := New(1, time.Minute)
		b.Do(t.Context(), down)
		time.Sleep(time.Minute + time.Millisecond)
		answer := make(chan error)
		go b.Do(t.Context(), func(context.Context) error { return <-answer })
		synctest.Wait() // until that goroutine waits for the answer
		if err := b.Do(t.Context(), up); !errors.Is(err, ErrOpen) {
			t.Errorf("beside the call that tries the service out, Do gave %v, want ErrOpen", err)
		}
		select {
		case answer <- nil:
		default:
			t.Error("nobody tries the service out")
		}
	})
}
