package fanin_test

import (
	"context"
	"testing"
	"time"

	"fanin"
)

// Inputs that are silent and never closed: the context is the only way out.
func TestTheOutputClosesWithTheContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		inputs := []chan scan{make(chan scan), make(chan scan), make(chan scan)}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*s, cancel)
		got := read(fanin.Merge(ctx, receivers(inputs...)...), plenty)
		if !got.closed || got.at != 5*s {
			t.Errorf("cancelled at 5s, closed: %v, at %v", got.closed, got.at)
		}
	})
}

// Values wait in all inputs when the context ends: they stay there, and the output
// is closed, at the latest after what Merge held.
func TestNothingIsTakenAfterTheEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		inputs := fullOnes(3, 50)
		ctx, cancel := context.WithCancel(t.Context())
		out := fanin.Merge(ctx, receivers(inputs...)...)
		for range 6 {
			next(out, s)
		}
		settle(s)
		before := waiting(inputs)
		cancel()
		settle(s)
		if after := waiting(inputs); after != before {
			t.Errorf("%d values waited when the context ended, and then %d: some were taken in vain", before, after)
		}
		began := time.Now()
		if got := read(out, plenty); !got.closed || time.Since(began) != 0 {
			t.Errorf("long after the end of the context, closed: %v, after %v", got.closed, time.Since(began))
		}
	})
}

// A context that has ended before the call: nothing is taken, nothing comes out.
// Several times, since select decides by chance.
func TestAnEndedContextTakesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range 8 {
			inputs := fullOnes(6, 5)
			got := read(fanin.Merge(ctx, receivers(inputs...)...), plenty)
			settle(s)
			if n := waiting(inputs); n != 30 || len(got.arrivals) != 0 {
				t.Fatalf("the context had ended before; %d values were taken, %d came out", 30-n, len(got.arrivals))
			}
			if !got.closed {
				t.Fatal("the context had ended before, and the output is not closed")
			}
		}
	})
}
