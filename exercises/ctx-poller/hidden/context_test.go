package poller_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
)

// Between two beats, by a cancellation and by a deadline; and when Poll would begin
// to wait, after a check during which the context has ended.
func TestTheContextEndsTheWait(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := &carrier{last: neverEnds}
		timeout, cancel := context.WithTimeout(t.Context(), 75*s)
		defer cancel()
		cancelled, timedOut := poll(cancelledAfter(t.Context(), 25*s), 60*s, c.check), poll(timeout, 60*s, c.check)
		slow := &carrier{takes: 20 * s, last: neverEnds}
		checking := poll(cancelledAfter(t.Context(), 5*s), 60*s, slow.check)
		settle(5 * time.Minute)
		if !cancelled.back || cancelled.at != 25*s {
			t.Errorf("cancelled at 25s, 35 s before a beat; Poll had returned: %v, at %v", cancelled.back, cancelled.at)
		}
		if !timedOut.back || timedOut.at != 75*s {
			t.Errorf("out of time at 75s, 45 s before a beat; Poll had returned: %v, at %v", timedOut.back, timedOut.at)
		}
		if !checking.back || checking.at > 20*s {
			t.Errorf("cancelled at 5s during a check until 20s; Poll had returned: %v, at %v", checking.back, checking.at)
		}
	})
}

// Wherever Poll is when the context ends, that is what its error says.
func TestTheErrorSaysThatTheContextEnded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := &carrier{takes: 2 * s, last: neverEnds}
		now, cancelNow := context.WithCancel(t.Context())
		cancelNow()
		for when, o := range map[string]*outcome{
			"before the call":        poll(now, 10*s, c.check),
			"while a check ran":      poll(cancelledAfter(t.Context(), s), 10*s, c.check),
			"while Poll was waiting": poll(cancelledAfter(t.Context(), 15*s), 10*s, c.check),
		} {
			settle(time.Minute)
			if !o.back || !errors.Is(o.err, context.Canceled) {
				t.Errorf("cancelled %s; Poll had returned: %v, with %v", when, o.back, o.err)
			}
		}
		timeout, cancel := context.WithTimeout(t.Context(), 15*s)
		defer cancel()
		o := poll(timeout, 10*s, c.check)
		settle(time.Minute)
		if !o.back || !errors.Is(o.err, context.DeadlineExceeded) {
			t.Errorf("out of time while Poll was waiting; it had returned: %v, with %v", o.back, o.err)
		}
	})
}

// The cause that the caller gave, and the error of the context as well.
func TestTheErrorTellsTheCause(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := &carrier{last: neverEnds}
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(15*s, func() { cancel(errLeft) })
		o := poll(ctx, 10*s, c.check)
		settle(time.Minute)
		if !errors.Is(o.err, errLeft) || !errors.Is(o.err, context.Canceled) {
			t.Errorf("cancelled because %q; Poll gave %v", errLeft, o.err)
		}
	})
}

// Several times, since select decides by chance.
func TestAnEndedContextMakesNoCheck(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range 20 {
			c := &carrier{last: neverEnds}
			began := testkit.Elapsed()
			o := poll(ctx, 10*s, c.check)
			settle(s)
			if c.Len() != 0 {
				t.Fatal("the context had ended before, and there was a check")
			}
			if !o.back || o.at != began {
				t.Fatalf("the context had ended before; Poll had returned: %v, after %v", o.back, o.at-began)
			}
		}
	})
}

// The context ends during a check that goes on over the next beats. Several times,
// since select decides by chance.
func TestNoCheckBeginsAfterTheEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for range 20 {
			c := &carrier{takes: 34 * s, last: neverEnds}
			ends := testkit.Elapsed() + 12*s
			poll(cancelledAfter(t.Context(), 12*s), 10*s, c.check)
			settle(2 * time.Minute)
			for _, call := range c.Calls() {
				if call.Start > ends {
					t.Fatalf("the context ended at %v during a check, and another one began at %v", ends, call.Start)
				}
			}
		}
	})
}

// What a check returns counts although the context has ended meanwhile, and Poll
// does not return before it. (That it returns at once if the check has no answer is
// asked above.)
func TestACheckIsNotLeftBehind(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, want := range []struct {
			done  bool
			fails error
		}{{true, nil}, {false, errLost}, {false, nil}} {
			began := testkit.Elapsed()
			var c testkit.Recorder[int]
			o := poll(cancelledAfter(t.Context(), 14*s), 10*s, func(context.Context) (bool, error) {
				if testkit.Elapsed()-began < 8*s {
					c.Do(0, s)
					return false, nil
				}
				c.Do(1, 7*s) // until after the end of the context
				return want.done, want.fails
			})
			settle(time.Minute)
			calls := c.Calls()
			if len(calls) == 0 {
				t.Fatal("there was no check")
			}
			end, answers := calls[len(calls)-1].End, want.done || want.fails != nil
			if !o.back || o.at < end || answers && o.at > end {
				t.Errorf("cancelled during a check that ended at %v; Poll had returned: %v, at %v", end, o.back, o.at)
			}
			switch {
			case want.done && o.err != nil:
				t.Errorf("the last check was done, and Poll gave %v", o.err)
			case want.fails != nil && (o.err == nil || errors.Is(o.err, context.Canceled)):
				t.Errorf("the last check failed with %v, and Poll gave %v", want.fails, o.err)
			}
		}
	})
}

type key struct{}

// The context of a check is one of the caller's: it has its values and its end, and
// no other end.
func TestChecksHaveTheCallersContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx := context.WithValue(t.Context(), key{}, "parcel 17")
		c := &carrier{takes: 60 * s, heeds: true, last: neverEnds}
		poll(cancelledAfter(ctx, 5*s), 10*s, func(ctx context.Context) (bool, error) {
			if ctx.Value(key{}) != "parcel 17" {
				t.Error("the context of a check does not have the values of Poll's")
			}
			return c.check(ctx)
		})
		settle(2 * time.Minute)
		for _, call := range c.Calls() {
			if call.End != 5*s {
				t.Errorf("the context ended at 5s, that of a check at %v", call.End)
			}
		}
		c = &carrier{takes: 25 * s, heeds: true, last: 0, done: true}
		o := poll(ctx, 10*s, c.check)
		settle(2 * time.Minute)
		if errors.Is(o.err, context.Canceled) || errors.Is(o.err, context.DeadlineExceeded) {
			t.Errorf("the context of a check ended although the caller's did not: %v", o.err)
		}
	})
}
