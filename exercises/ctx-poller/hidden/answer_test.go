package poller_test

import (
	"errors"
	"testing"
	"time"
)

// expectEnd fails unless Poll has returned with the end of the last of that many
// checks, and there was none after it.
func expectEnd(t *testing.T, o *outcome, c *carrier, checks int) {
	t.Helper()
	calls := c.Calls()
	if len(calls) != checks {
		t.Fatalf("check %d has an answer, and there were %d", checks, len(calls))
	}
	if end := calls[checks-1].End; !o.back || o.at != end {
		t.Errorf("check %d had an answer at %v; Poll had returned: %v, at %v", checks, end, o.back, o.at)
	}
}

func TestDoneEndsPoll(t *testing.T) {
	for _, last := range []int{0, 3} {
		bubble(t, func(t *testing.T) {
			c := &carrier{takes: 300 * ms, last: last, done: true}
			o := poll(t.Context(), 10*s, c.check)
			settle(time.Minute)
			expectEnd(t, o, c, last+1)
			if o.err != nil {
				t.Errorf("check %d was done, and Poll gave %v", last+1, o.err)
			}
		})
	}
}

func TestAFailureEndsPoll(t *testing.T) {
	for _, last := range []int{0, 3} {
		bubble(t, func(t *testing.T) {
			c := &carrier{takes: 300 * ms, last: last, fails: errLost}
			o := poll(t.Context(), 10*s, c.check)
			settle(time.Minute)
			expectEnd(t, o, c, last+1)
			if !errors.Is(o.err, errLost) {
				t.Errorf("check %d failed with %v, and Poll gave %v", last+1, errLost, o.err)
			}
		})
	}
}
