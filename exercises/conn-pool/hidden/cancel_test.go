package connpool_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"connpool"
)

// Two wait, and each gives up when its own context ends, the later one first.
func TestAWaitingGetEndsWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(1, x.dial)
		held := must(t, "there is room", getSoon(t, pool))
		long, cancelLong := context.WithDeadline(t.Context(), time.Now().Add(5*s))
		defer cancelLong()
		short, cancelShort := context.WithCancel(t.Context())
		defer cancelShort()
		time.AfterFunc(3*s, cancelShort)
		one := behind(pool, long)
		two := behind(pool, short)
		settle(60 * s)
		one.expect(t, "its deadline was at 5s", 5*s, context.DeadlineExceeded)
		two.expect(t, "it was cancelled at 3s", 3*s, context.Canceled)
		held.release(pool)
		pool.Close()
	})
}

// A dial ends with the context of the Get that dials.
func TestADialEndsWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		x := exchange{latency: 20 * s}
		pool := connpool.New(1, x.dial)
		ctx, cancel := context.WithTimeout(t.Context(), 2*s)
		defer cancel()
		l := get(pool, ctx)
		l.expect(t, "a dial of 20s and a deadline at 2s", 2*s, context.DeadlineExceeded)
	})
}

// A context that has ended: no line is lent, although one is idle.
func TestGetWithAnEndedContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(1, x.dial)
		must(t, "there is room", getSoon(t, pool)).release(pool)
		settle(ms)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for i := range 64 {
			if l := get(pool, ctx); !errors.Is(l.err, context.Canceled) {
				t.Fatalf("Get number %d with a context that was cancelled before gave %v", i+1, l.err)
			}
		}
		must(t, "the only connection is idle", getSoon(t, pool)).release(pool)
		pool.Close()
	})
}

// Three wait, and two of them give up. The third gets what comes free.
func TestThoseBehindMoveUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(1, x.dial)
		held := must(t, "there is room", getSoon(t, pool))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		first, second := behind(pool, ctx), behind(pool, ctx)
		third := behind(pool, t.Context())
		testkit.SleepUntil(3 * s)
		cancel()
		settle(s)
		if !first.done || !second.done {
			return // that they have not given up is another criterion's business
		}
		testkit.SleepUntil(5 * s)
		held.release(pool)
		settle(s)
		third.expect(t, "those before it gave up, and at 5s the connection came back", 5*s, nil)
	})
}

// The context ends at the instant at which the line, or its place, comes back. Either
// may win, round after round, and the only line of the pool is not lost.
func TestNothingIsLostWhenACancelMeetsAPut(t *testing.T) {
	for _, test := range []struct {
		what               string
		broken, cancelLast bool
	}{
		{"a connection", false, true}, {"a connection", false, false},
		{"a place", true, true}, {"a place", true, false},
	} {
		bubble(t, func(t *testing.T) {
			var x exchange
			pool := connpool.New(1, x.dial)
			if test.broken && !replaces(t) {
				return // another criterion's business
			}
			for round := range 40 {
				held := must(t, "round after round, "+test.what+" comes back", getSoon(t, pool))
				ctx, cancel := context.WithCancel(t.Context())
				waiting := behind(pool, ctx)
				if test.broken {
					held.breaks = ms
				}
				if test.cancelLast {
					held.release(pool)
					cancel()
				} else {
					cancel()
					held.release(pool)
				}
				settle(ms)
				switch {
				case !waiting.done:
					t.Fatalf("round %d: the Get that was cancelled has not returned", round)
				case waiting.err == nil:
					waiting.line.release(pool)
				case !errors.Is(waiting.err, context.Canceled):
					t.Fatalf("round %d: the Get that was cancelled gave %v", round, waiting.err)
				}
				settle(ms)
			}
			must(t, "at the end, "+test.what+" comes back", getSoon(t, pool)).release(pool)
			if n := x.dials(); !test.broken && n != 1 {
				t.Errorf("the only connection never broke, and %d were dialled", n)
			}
			pool.Close()
		})
	}
}

// replaces tells whether the place of a broken line goes to who waits.
func replaces(t *testing.T) bool {
	var x exchange
	pool := connpool.New(1, x.dial)
	first := getSoon(t, pool)
	if first.err != nil {
		return false
	}
	waiting := behind(pool, t.Context())
	first.line.breaks = ms
	settle(ms)
	first.line.release(pool)
	settle(ms)
	return waiting.done && waiting.err == nil && waiting.line != first.line
}
