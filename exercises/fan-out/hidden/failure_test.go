package fanout_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"fanout"
)

// Three calls fail: one first, one because its context ends then, one long after
// that. Map returns the error of the first, and nothing else. (The test orders
// the failures, so that it shows no race.)
func TestTheFirstFailureIsReturned(t *testing.T) {
	bubble(t, func(t *testing.T) {
		first, last := make(chan struct{}), make(chan struct{})
		var got []int
		var err error
		returned := make(chan struct{})
		go func() {
			defer close(returned)
			got, err = fanout.Map(t.Context(), 4, alike(4, 0), func(ctx context.Context, p part) (int, error) {
				switch p.index {
				case 0:
					return price(0), nil
				case 1:
					<-last
					return price(1), errOffline
				case 2:
					<-first
					return price(2), errSoldOut
				}
				select {
				case <-ctx.Done():
					return 0, ctx.Err()
				case <-last: // should it not have been cancelled
					return price(3), nil
				}
			})
		}()
		settle(s)
		close(first)
		settle(s)
		close(last)
		settle(s)
		select {
		case <-returned:
		default:
			t.Fatal("all calls have returned, and Map has not")
		}
		switch {
		case !errors.Is(err, errSoldOut):
			t.Errorf("Map gave the error %v; the first was %v", err, errSoldOut)
		case errors.Is(err, errOffline), errors.Is(err, context.Canceled):
			t.Errorf("Map's error %v holds one that came after the first", err)
		}
		if got != nil {
			t.Errorf("a call failed, and Map gave the results %v", got)
		}
	})
}

// Calls that heed their context end at the moment of the failure, and so does Map.
func TestAFailureCancelsTheOtherCalls(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var sup supplier
		items := parts(part{takes: 60 * s, heeds: true}, part{takes: 2 * s, fails: errSoldOut},
			part{takes: 60 * s, heeds: true})
		fanout.Map(t.Context(), 3, items, sup.ask)
		now := testkit.Elapsed()
		settle(time.Minute)
		for _, call := range sup.Calls() {
			if call.End != 2*s {
				t.Errorf("a call failed at 2s, and the one for item %d went on until %v", call.Arg, call.End)
			}
		}
		if now != 2*s {
			t.Errorf("a call failed at 2s, the others heed their context, and Map returned at %v", now)
		}
	})
}

// One call fails, others succeed later, and many items wait. Several times, since
// select decides by chance.
func TestNothingBeginsAfterAFailure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for range 5 {
			var sup supplier
			began := testkit.Elapsed()
			fanout.Map(t.Context(), 4, alike(40, 0), sup.inTurn(func(turn int) (time.Duration, error) {
				if turn == 0 {
					return s, errSoldOut
				}
				return time.Duration(min(1+turn, 5)) * s, nil
			}))
			settle(time.Minute)
			if sup.Len() == 0 {
				t.Fatal("f was not called")
			}
			if n := sup.begunAfter(began + s); n > 0 {
				t.Fatalf("a call failed while others were running, and %d began after that", n)
			}
		}
	})
}

// A call that does not heed its context is waited for: after a failure, and after
// the end of the context.
func TestMapWaitsForEveryCall(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var sup supplier
		items := parts(part{takes: 10 * s}, part{takes: s, fails: errSoldOut}, part{takes: 3 * s})
		fanout.Map(t.Context(), 3, items, sup.ask)
		if now := testkit.Elapsed(); now != 10*s {
			t.Errorf("a call failed at 1s, the last one ended at 10s, and Map returned at %v", now)
		}
	})
	bubble(t, func(t *testing.T) {
		var sup supplier
		fanout.Map(cancelledAt(t.Context(), s), 2, alike(2, 10*s), sup.ask)
		if now := testkit.Elapsed(); now != 10*s {
			t.Errorf("the context ended at 1s, the last call at 10s, and Map returned at %v", now)
		}
	})
}
