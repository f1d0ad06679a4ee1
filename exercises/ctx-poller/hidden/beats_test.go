package poller_test

import (
	"context"
	"testing"
	"time"

	"assay.test/testkit"
	"poller"
)

func TestTheFirstCheckBeginsAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := &carrier{last: neverEnds}
		settle(s)
		poll(t.Context(), 10*s, c.check)
		settle(5 * s)
		if calls := c.Calls(); len(calls) != 1 || calls[0].Start != s {
			t.Errorf("called at 1s with beats of 10 s, by 6s Poll had made these checks: %v", calls)
		}
	})
}

// Hundreds of checks, each of which takes some time: every beat has one, and none
// begins elsewhere. (Whether there is one at the beginning is asked above.)
func TestChecksBeginAtTheBeats(t *testing.T) {
	const beats, every = 300, 700 * ms
	bubble(t, func(t *testing.T) {
		c := &carrier{last: neverEnds, slow: map[int]time.Duration{}}
		for n := range beats {
			c.slow[n] = time.Duration(n*31%7) * 100 * ms
		}
		begun := 1234 * ms
		settle(begun)
		poll(t.Context(), every, c.check)
		settle(beats*every + every/2)
		beat := 1
		for _, call := range c.Calls() {
			if call.Start == begun {
				continue
			}
			if want := begun + time.Duration(beat)*every; call.Start != want {
				t.Fatalf("Poll was called at %v with beats of %v, and the check at beat %d began at %v; want %v",
					begun, every, beat, call.Start, want)
			}
			beat++
		}
		if beat <= beats {
			t.Errorf("%d beats had passed, and Poll had made %d checks", beats, beat-1)
		}
	})
}

// A long check: the next one waits for its beat, and so does the one after that.
func TestAMissedBeatIsNotMadeUpFor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := &carrier{last: neverEnds, slow: map[int]time.Duration{1: 34 * s}}
		poll(t.Context(), 10*s, c.check)
		settle(95 * s)
		long := time.Duration(-1) // the end of the long check
		var after []time.Duration // the beginnings of those after it
		for _, call := range c.Calls() {
			if call.Arg == 1 {
				long = call.End
			} else if long >= 0 && call.Start >= long {
				after = append(after, call.Start)
			}
		}
		if len(after) < 2 {
			t.Fatalf("beats of 10 s; after a check that ended at %v came these by 95s: %v", long, after)
		}
		if after[0] < long+5*s || after[1] < after[0]+10*s {
			t.Errorf("beats of 10 s; after a check that ended at %v, 6 s before a beat, the next ones began at %v", long, after)
		}
	})
}

// Checks that take longer than the time between two beats.
func TestOneCheckAtATime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		t.Cleanup(func() { time.Sleep(25 * s) }) // the last check ends
		c := &carrier{last: neverEnds, takes: 25 * s}
		poll(t.Context(), 10*s, c.check)
		settle(120 * s)
		if peak := c.Peak(); peak != 1 || c.Len() < 2 {
			t.Errorf("%d checks of 25 s with beats of 10 s: %d ran at once", c.Len(), peak)
		}
	})
}

// A check reads what the one before has written, and the caller what the last one
// has. Nothing in this test orders them, so that the race detector sees what Poll
// itself does not order.
func TestChecksFollowEachOther(t *testing.T) {
	bubble(t, func(t *testing.T) {
		checks := 0
		ctx := cancelledAfter(t.Context(), 60*s)
		poller.Poll(ctx, s, func(context.Context) (bool, error) {
			time.Sleep(300 * ms)
			checks++
			return checks == 5, nil
		})
		if now := testkit.Elapsed(); checks != 5 {
			t.Errorf("the fifth check is done; at %v there had been %d", now, checks)
		}
	})
}
