package health_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"health"
)

// Five checks, the slowest of which takes two seconds.
func TestChecksRunAtTheSameTime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		want := map[string]string{}
		for i, d := range []time.Duration{s, 2 * s, 500 * ms, 1500 * ms, 2 * s} {
			name := fmt.Sprint("replica ", i)
			h.Register(name, it.well(name, d))
			want[name] = "ok"
		}
		got := probe(t.Context(), h.Ready())
		if got.at != 2*s || it.Peak() != 5 {
			t.Errorf("five checks of up to 2s: Ready took %v, and %d ran at once", got.at, it.Peak())
		}
	})
}

// A check that takes no notice of anything, beside two that are well.
func TestACheckThatHangsCostsItsLimit(t *testing.T) {
	bubble(t, func(t *testing.T) {
		defer settle(2 * time.Hour) // until the check returns
		var it service
		h := health.New(limit, unheard)
		h.Register("database", it.well("database", 0))
		h.Register("mail", it.well("mail", time.Hour))
		h.Register("cache", it.well("cache", 0))
		got := probe(t.Context(), h.Ready())
		got.expect(t, "mail hangs", map[string]string{"database": "ok", "mail": "timeout", "cache": "ok"})
		if got.at != limit {
			t.Errorf("a check hangs; with a limit of %v Ready took %v", limit, got.at)
		}
	})
	bubble(t, func(t *testing.T) { // slow, but in time
		var it service
		h := health.New(limit, unheard)
		h.Register("cache", it.well("cache", limit-ms))
		got := probe(t.Context(), h.Ready())
		got.expect(t, "a check takes a millisecond less than it may", map[string]string{"cache": "ok"})
	})
}

// A check that looks at its context learns in time.
func TestACheckLearnsThatItsTimeIsUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		var deadline time.Time
		h := health.New(limit, unheard)
		h.Register("database", func(ctx context.Context) error {
			deadline, _ = ctx.Deadline()
			return it.obedient("database", time.Hour)(ctx)
		})
		start := time.Now()
		got := probe(t.Context(), h.Ready())
		settle(time.Minute)
		if got.at != limit || got.code != 503 {
			t.Errorf("a check that waits for its context: Ready answered %d after %v", got.code, got.at)
		}
		if calls := it.Calls(); len(calls) == 0 || calls[0].End != limit {
			t.Errorf("calls of the check: %v; its context should end after %v", calls, limit)
		}
		if d := deadline.Sub(start); d != limit {
			t.Errorf("the deadline of the check's context is %v after its call, want %v", d, limit)
		}
	})
}

// What the check says is for the service's people, and not for whoever asks.
func TestTheAnswerTellsNoDetails(t *testing.T) {
	bubble(t, func(t *testing.T) {
		defer settle(2 * time.Hour)
		var it service
		h := health.New(limit, unheard)
		h.Register("database", it.ill("database", 0, fmt.Errorf("ping: %w", errRefused)))
		h.Register("mail", it.well("mail", time.Hour))
		for range 2 {
			got := probe(t.Context(), h.Ready())
			if got.code != 503 {
				t.Errorf("Ready answered %d", got.code)
			}
			said := fmt.Sprint(got.text, got.header)
			for _, detail := range []string{"10.0.0.7", "billing", "password", "ping", "deadline exceeded"} {
				if strings.Contains(said, detail) {
					t.Errorf("Ready told whoever asked: %s", said)
				}
			}
		}
	})
}

func TestFailuresAreReported(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		var seen log
		h := health.New(limit, seen.report)
		h.Register("database", it.ill("database", s, fmt.Errorf("ping: %w", errRefused)))
		h.Register("cache", it.well("cache", s))
		h.Register("mail", it.ill("mail", 10*s, errRefused)) // too late
		got := probe(t.Context(), h.Ready())
		if got.code != 503 {
			t.Errorf("Ready answered %d", got.code)
		}
		if errs := seen.about("database"); len(errs) != 1 || !errors.Is(errs[0], errRefused) {
			t.Errorf("when the probe was answered, the reports about a check that failed were %v", errs)
		}
		if got.at > limit {
			return // there is no limit: another criterion's business
		}
		if errs := seen.about("mail"); len(errs) != 1 || !errors.Is(errs[0], context.DeadlineExceeded) {
			t.Errorf("when the probe was answered, the reports about a check that hung were %v", errs)
		}
		settle(time.Minute)
		if errs := seen.about("mail"); len(errs) != 1 {
			t.Errorf("a check hung and then failed; the reports were %v", errs)
		}
		if errs := seen.about("cache"); len(errs) != 0 {
			t.Errorf("a check was well; the reports were %v", errs)
		}
		probe(t.Context(), h.Ready())
		if errs := seen.about("database"); len(errs) != 2 {
			t.Errorf("a check failed for two probes, one after the other; the reports were %v", errs)
		}
		settle(2 * time.Minute)
	})
}

// One call, three probes that wait for it, one report.
func TestAFailureThatIsSharedIsReportedOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		var seen log
		h := health.New(limit, seen.report)
		h.Register("database", it.ill("database", 2*s, errRefused))
		for i := range 3 {
			probeAt(t.Context(), time.Duration(i)*100*ms, h.Ready())
		}
		settle(time.Minute)
		if errs := seen.about("database"); len(errs) == 0 || len(errs) != it.Len() {
			t.Errorf("the check was called %d times; the reports were %v", it.Len(), errs)
		}
	})
}

func TestAPanicIsAFailure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		var seen log
		h := health.New(limit, seen.report)
		h.Register("database", it.well("database", s))
		h.Register("mail", func(context.Context) error {
			it.Do("mail", 100*ms)
			panic("index 7 out of range")
		})
		for range 2 { // it can be asked again
			got := probe(t.Context(), h.Ready())
			got.expect(t, "mail panics", map[string]string{"database": "ok", "mail": "failed"})
		}
		if errs := seen.about("mail"); len(errs) > 0 && // whether it is reported is another criterion's business
			(errs[0] == nil || !strings.Contains(errs[0].Error(), "index 7 out of range")) {
			t.Errorf("a check panicked twice; the reports were %v", errs)
		}
	})
}
