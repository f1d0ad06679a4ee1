package fanout_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"assay.test/testkit"
	"fanout"
)

// Calls that do not fail and items that wait: when the context ends, nothing more
// begins, and Map says why it did not finish. Several times, since select decides
// by chance.
func TestNothingBeginsAfterTheContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for range 5 {
			var sup supplier
			ends := testkit.Elapsed() + s/2
			ctx := cancelledAt(t.Context(), ends)
			got, err := fanout.Map(ctx, 3, alike(40, 0), sup.inTurn(func(turn int) (time.Duration, error) {
				return time.Duration(min(1+turn, 5)) * s, nil
			}))
			settle(time.Minute)
			if n := sup.begunAfter(ends); n > 0 {
				t.Fatalf("the context ended while calls were running, and %d began after that", n)
			}
			if sup.Len() < 40 && (!errors.Is(err, context.Canceled) || got != nil) {
				t.Fatalf("the context ended before most items had a call, and Map gave %v, %v", got, err)
			}
		}
	})
}

func TestAnEndedContextCallsNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), s)
		defer cancel()
		settle(2 * s)
		for range 20 {
			var sup supplier
			_, err := fanout.Map(ctx, 3, alike(2, s), sup.ask)
			settle(s)
			if sup.Len() != 0 || !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("the context had ended before; f was called %d times, and Map gave %v", sup.Len(), err)
			}
		}
	})
}

type key struct{}

// The context of a call is one of the caller's: it has its values and its end.
func TestCallsHaveTheCallersContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var sup supplier
		ctx := cancelledAt(context.WithValue(t.Context(), key{}, "trip 12"), 2*s)
		fanout.Map(ctx, 1, alike(1, 0), func(ctx context.Context, p part) (int, error) {
			if ctx.Value(key{}) != "trip 12" {
				t.Error("the context of the call does not have the values of Map's")
			}
			p.takes, p.heeds = 60*s, true
			return sup.ask(ctx, p)
		})
		if now := testkit.Elapsed(); now != 2*s {
			t.Errorf("the context ended at 2s, and a call that heeds its own at %v", now)
		}
	})
}

// The context ends when every item has its call, and all of them succeed.
func TestCompleteResultsAreASuccess(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var sup supplier
		got, err := fanout.Map(cancelledAt(t.Context(), 3*s), 3, alike(6, 2*s), sup.ask)
		slices.Sort(got) // their order is another criterion's business
		if err != nil || !slices.Equal(got, prices(6)) {
			t.Errorf("all six calls succeeded, the context ended during the last ones, and Map gave %v, %v", got, err)
		}
	})
}
