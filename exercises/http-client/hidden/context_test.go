package fetch_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"fetch"
)

// Somebody cancels while the transport waits, while the body is read, and while Do waits
// for the next attempt.
func TestDoEndsWithItsContext(t *testing.T) {
	for where, does := range map[string]reply{
		"the transport waited":           {delay: time.Hour},
		"the body was read":              {delay: ms, pause: time.Hour},
		"it waited for its next attempt": {status: 503},
		"it obeyed Retry-After":          {status: 503, retryAfter: "20"},
	} {
		bubble(t, func(t *testing.T) {
			a := newAPI(does)
			policy := fetch.Policy{Timeout: 20 * s, Attempts: 5, Backoff: 20 * s, MaxWait: 20 * s}
			got := get(cancelledAt(t.Context(), s), a, policy)
			var status *fetch.StatusError
			if errors.As(got.err, &status) && got.at < s && len(a.attempts) == 1 {
				return // it does not repeat: another criterion's business
			}
			if !errors.Is(got.err, context.Canceled) {
				t.Errorf("cancelled while %s, Get gave %v", where, got.err)
			}
			if got.at != s {
				t.Errorf("cancelled at 1s while %s, Get came back at %v", where, got.at)
			}
			if len(a.attempts) != 1 {
				t.Errorf("cancelled while %s: %d attempts", where, len(a.attempts))
			}
		})
	}
}

// The same with a deadline, which is nobody's Timeout: there is nothing to repeat.
func TestADeadlineOfTheCallerIsNoFailedAttempt(t *testing.T) {
	for where, does := range map[string]reply{
		"the transport waited":           {delay: time.Hour},
		"the body was read":              {delay: ms, pause: time.Hour},
		"it waited for its next attempt": {status: 503},
	} {
		bubble(t, func(t *testing.T) {
			a := newAPI(does)
			ctx, cancel := context.WithTimeout(t.Context(), s)
			defer cancel()
			policy := fetch.Policy{Timeout: 20 * s, Attempts: 5, Backoff: 20 * s, MaxWait: 20 * s}
			got := get(ctx, a, policy)
			var status *fetch.StatusError
			if errors.As(got.err, &status) && got.at < s && len(a.attempts) == 1 {
				return // it does not repeat: another criterion's business
			}
			if !errors.Is(got.err, context.DeadlineExceeded) {
				t.Errorf("out of time while %s, Get gave %v", where, got.err)
			}
			if got.at > s || does.status == 0 && got.at < s {
				t.Errorf("out of time at 1s while %s, Get came back at %v", where, got.at)
			}
			if len(a.attempts) != 1 {
				t.Errorf("out of time while %s: %d attempts", where, len(a.attempts))
			}
		})
	}
}

func TestAContextThatHadEnded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		a := newAPI(reply{})
		got := get(ctx, a, usual)
		if !errors.Is(got.err, context.Canceled) || got.at != 0 {
			t.Errorf("with a cancelled context Get came back at %v with %q, %v", got.at, got.body, got.err)
		}
		if len(a.attempts) > 1 { // one, which the transport refuses, does no harm
			t.Errorf("with a cancelled context there were %d attempts", len(a.attempts))
		}
	})
}
