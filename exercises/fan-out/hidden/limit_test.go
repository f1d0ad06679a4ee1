package fanout_test

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"fanout"
)

func TestNoMoreCallsThanTheLimit(t *testing.T) {
	for _, limit := range []int{1, 3, 7} {
		bubble(t, func(t *testing.T) {
			var sup supplier
			fanout.Map(t.Context(), limit, alike(25, s), sup.ask)
			settle(time.Minute)
			if peak := sup.Peak(); peak == 0 || peak > limit {
				t.Errorf("with a limit of %d, %d calls ran at once", limit, peak)
			}
		})
	}
}

// One long call and many short ones: the short ones go on beside it. A list that
// is dealt out before it begins, or taken in waves, has idle hands meanwhile.
func TestTheNextCallBeginsWhenOneReturns(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var sup supplier
		fanout.Map(t.Context(), 3, alike(21, 0), sup.inTurn(func(turn int) (time.Duration, error) {
			if turn == 0 {
				return 10 * s, nil
			}
			return s, nil
		}))
		if now := testkit.Elapsed(); now != 10*s {
			t.Errorf("a call of 10 s and 20 of 1 s, three at a time, took %v; want 10s", now)
		}
		if begun := sup.Calls(); len(begun) < 3 || begun[2].Start != 0 {
			t.Error("with a limit of 3, three calls did not begin at once")
		}
	})
}

// Many items, a small limit: what waits is items, not goroutines.
func TestItemsDoNotBecomeGoroutines(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const limit, n = 3, 300
		var sup supplier
		before := runtime.NumGoroutine()
		go fanout.Map(t.Context(), limit, alike(n, s), sup.ask)
		most := 0
		for range 50 {
			time.Sleep(900 * ms)
			synctest.Wait()
			most = max(most, runtime.NumGoroutine()-before-1) // one is that of the line above
		}
		if sup.Len() == 0 {
			t.Error("f was not called")
		}
		if most > limit+4 {
			t.Errorf("%d items and a limit of %d made %d goroutines", n, limit, most)
		}
		settle(time.Minute)
	})
}
