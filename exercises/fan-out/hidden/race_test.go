package fanout_test

import (
	"context"
	"testing"
	"time"

	"fanout"
)

// Calls that know nothing of each other and look at nothing that others touch end
// at different times; later the caller reads what they wrote. Nothing in this test
// orders them, so that the race detector sees what Map itself does not protect.
func TestCallsEndAtDifferentTimes(t *testing.T) {
	for _, failing := range []bool{false, true} {
		bubble(t, func(t *testing.T) {
			const n = 8
			items := alike(n, 0)
			var answered [n]bool
			fanout.Map(t.Context(), n, items, func(_ context.Context, p part) (int, error) {
				time.Sleep(time.Duration(1+p.index) * s)
				answered[p.index] = true
				if failing {
					return 0, errOffline
				}
				return price(p.index), nil
			})
			time.Sleep(60 * s)
			for i := range answered {
				if !failing && !answered[i] { // after a failure, whether Map has waited is another criterion's business
					t.Errorf("item %d of %d had no call", i, n)
				}
			}
		})
	}
}
