package fanout_test

import (
	"context"
	"runtime"
	"testing"

	"assay.test/testkit"
	"fanout"
)

// A success and a failure, under a context that never ends: no goroutine is left
// of either.
func TestNothingIsLeftBehind(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		ctx, cancelLater := context.WithCancel(context.Background())
		defer runtime.KeepAlive(cancelLater)
		for _, second := range []part{
			{index: 1, takes: s},
			{index: 1, takes: s, fails: errSoldOut},
		} {
			var sup supplier
			items := alike(30, 2*s)
			items[1] = second
			fanout.Map(ctx, 3, items, sup.ask)
			settle(60 * s)
			if sup.Len() == 0 {
				t.Error("f was not called")
			}
		}
	})
}

// The contexts of calls hold resources until they end: at the latest with Map.
func TestTheContextsOfTheCallsEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		given := make([]context.Context, 4)
		fanout.Map(t.Context(), 2, alike(4, 0), func(ctx context.Context, p part) (int, error) {
			given[p.index] = ctx
			return price(p.index), nil
		})
		settle(s)
		for i, ctx := range given {
			if ctx == nil {
				t.Errorf("item %d had no call", i)
			} else if ctx.Err() == nil {
				t.Errorf("Map has returned, and the context of the call for item %d goes on", i)
			}
		}
	})
}
