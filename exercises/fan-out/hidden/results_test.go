package fanout_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"fanout"
)

// Every item has one call, and those that begin at different times begin in order.
func TestEachItemHasOneCallInTurn(t *testing.T) {
	for _, limit := range []int{1, 4, 100} {
		bubble(t, func(t *testing.T) {
			const n = 30
			var sup supplier
			items := alike(n, s)
			for i := range items {
				items[i].takes += time.Duration(i*7%5) * 100 * ms
			}
			fanout.Map(t.Context(), limit, items, sup.ask)
			settle(time.Minute)
			var count [n]int
			latest, begun := 0, time.Duration(0)
			for _, call := range sup.Calls() {
				count[call.Arg]++
				if call.Start > begun && call.Arg < latest {
					t.Errorf("limit %d: the call for item %d began later than the one for item %d", limit, call.Arg, latest)
				}
				begun, latest = call.Start, max(latest, call.Arg)
			}
			for i, c := range count {
				if c != 1 {
					t.Errorf("limit %d: item %d had %d calls", limit, i, c)
				}
			}
		})
	}
}

// The later an item, the sooner it is ready.
func TestResultsComeInTheOrderOfTheItems(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const n = 12
		var sup supplier
		items := alike(n, s)
		for i := range items {
			items[i].takes = time.Duration(n-i) * s
		}
		got, err := fanout.Map(t.Context(), 5, items, sup.ask)
		if err != nil || !slices.Equal(got, prices(n)) {
			t.Errorf("Map gave %v, %v; want %v", got, err, prices(n))
		}
	})
}

func TestWithoutItemsThereAreNoResults(t *testing.T) {
	bubble(t, func(t *testing.T) {
		got, err := fanout.Map(t.Context(), 3, nil, func(context.Context, part) (int, error) {
			t.Error("there are no items, and f was called")
			return 0, nil
		})
		if err != nil || len(got) != 0 {
			t.Errorf("without items Map gave %v, %v", got, err)
		}
	})
}
