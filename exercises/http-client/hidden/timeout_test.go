package fetch_test

import (
	"testing"
	"time"
)

// The API hangs, once before the response and once in the middle of the body. At
// the limit the transport learns that nobody waits any more, and Get comes back. (What it says
// then is a matter of the last attempt's error.)
func TestAnAttemptIsCutAtItsLimit(t *testing.T) {
	for where, does := range map[string]reply{
		"before the response":       {delay: time.Hour},
		"in the middle of the body": {delay: s, pause: time.Hour},
	} {
		bubble(t, func(t *testing.T) {
			a := newAPI(does)
			got := get(t.Context(), a, once)
			if len(a.attempts) == 0 {
				t.Fatal("no attempt")
			}
			for _, at := range a.attempts {
				if at.cut != at.began+2*s {
					t.Errorf("the API hangs %s; the context of an attempt that began at %v ended at %v (0s: never)", where, at.began, at.cut)
				}
				if got.at < at.cut {
					t.Errorf("the API hangs %s; Get came back at %v", where, got.at)
				}
			}
			if last := a.attempts[len(a.attempts)-1]; got.at > last.began+3*s { // a wait after it is another criterion's business
				t.Errorf("the API hangs %s; the last attempt began at %v and has 2s, and Get came back at %v", where, last.began, got.at)
			}
		})
	}
}

// An attempt that takes long, but not too long, is left alone until its body has been read.
func TestAnAttemptWithinItsLimitIsNotDisturbed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a := newAPI(reply{delay: s, body: "on the van", pause: 999 * ms})
		got := get(t.Context(), a, once)
		if got.err != nil || got.body != "on the van" || got.at != 1999*ms {
			t.Errorf("the answer took 1.999s of 2s; Get came back at %v with %q, %v", got.at, got.body, got.err)
		}
	})
}

// Together they take longer than the limit, none of them does.
func TestEachAttemptHasAllOfTheLimit(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a := newAPI(
			reply{status: 503, delay: 1500 * ms},
			reply{status: 503, delay: 1900 * ms},
			reply{delay: 1900 * ms})
		get(t.Context(), a, usual)
		if len(a.attempts) == 0 {
			t.Fatal("no attempt")
		}
		for i, at := range a.attempts {
			if at.cut != 0 {
				t.Errorf("attempt %d began at %v and was cut at %v; the limit is 2s", i+1, at.began, at.cut)
			}
		}
	})
}
