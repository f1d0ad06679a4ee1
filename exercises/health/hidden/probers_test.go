package health_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"assay.test/testkit"
	"health"
)

// Three probes, of which two come while a call is under way, and one that comes later.
func TestProbesShareACall(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		h.Register("database", it.well("database", 2*s))
		h.Register("mail", it.ill("mail", 0, errRefused))
		var answers []*answer
		for _, at := range []time.Duration{0, 500 * ms, 1900 * ms, 10 * s} {
			answers = append(answers, probeAt(t.Context(), at, h.Ready()))
		}
		settle(time.Minute)
		for i, want := range []time.Duration{2 * s, 2 * s, 2 * s, 12 * s} {
			got := answers[i]
			got.expect(t, fmt.Sprint("probe ", i+1), map[string]string{"database": "ok", "mail": "failed"})
			if got.at != want {
				t.Errorf("probe %d was answered at %v, want %v", i+1, got.at, want)
			}
		}
		calls := 0
		for _, name := range it.Args() {
			if name == "database" {
				calls++
			}
		}
		if calls != 2 {
			t.Errorf("probes at 0s, 0.5s, 1.9s and 10s, and a check that takes 2s: it was called %d times, want 2", calls)
		}
	})
}

// A call that hangs is not followed by another one until it has returned.
func TestACheckThatHangsIsNotCalledAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		h.Register("database", it.well("database", 100*s))
		answers := map[time.Duration]*answer{}
		for _, at := range []time.Duration{0, 2 * s, 10 * s, 50 * s, 99 * s} {
			answers[at] = probeAt(t.Context(), at, h.Ready())
		}
		probeAt(t.Context(), 110*s, h.Ready())
		settle(600 * s)
		for at, got := range answers {
			if first := answers[0]; !first.back || first.at > limit {
				break // there is no limit: another criterion's business
			}
			got.expect(t, fmt.Sprint("the check hangs from 0s to 100s; the probe at ", at), map[string]string{"database": "timeout"})
			if want := max(limit, at); got.at != want {
				t.Errorf("the check hangs from 0s to 100s; the probe at %v was answered at %v, want %v", at, got.at, want)
			}
		}
		early := 0
		for _, call := range it.Calls() {
			if call.Start < 100*s {
				early++
			}
		}
		if early != 1 || it.Len() != 2 {
			t.Errorf("the check hangs from 0s to 100s, with probes until 99s and at 110s: it was called %d times before and %d times after 100s",
				early, it.Len()-early)
		}
	})
}

// The prober that made the call goes away; those who share it do not suffer from that, and the
// check does not notice.
func TestAProberThatGoesAway(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		h.Register("database", it.obedient("database", 2*s))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(s, cancel)
		gone := probeAt(ctx, 0, h.Ready())
		stayed := probeAt(t.Context(), 500*ms, h.Ready())
		settle(time.Minute)
		if !gone.back || gone.at != s {
			t.Errorf("a prober went away at 1s; its handler returned at %v (0s: never)", gone.at)
		}
		stayed.expect(t, "another prober went away", map[string]string{"database": "ok"})
		for _, call := range it.Calls() {
			if call.End != call.Start+2*s {
				t.Errorf("a prober went away at 1s; a call of the check from %v was cut off at %v", call.Start, call.End)
			}
		}
	})
}

// Probers, registrations and a drain know nothing of each other. Nothing in this test
// orders them but time.
func TestUnrelatedCallersShareAHealth(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		for i := range 4 {
			name := fmt.Sprint("replica ", i)
			h.Register(name, it.well(name, time.Duration(1+i)*300*ms))
		}
		h.Register("mail", it.ill("mail", 200*ms, errRefused))
		h.Register("cache", it.well("cache", 10*s))
		var answers [4]answer
		ask := func(i int, at time.Duration) func() {
			return func() {
				testkit.SleepUntil(at)
				answers[i] = probe(context.Background(), h.Ready())
			}
		}
		register := func(name string, at time.Duration) func() {
			return func() {
				testkit.SleepUntil(at)
				h.Register(name, it.well(name, 400*ms))
			}
		}
		live := func() { probe(context.Background(), h.Live()) }
		testkit.InTurn(ask(0, 0), live, ask(1, 0), register("late", 0), ask(2, 100*ms), register("later", 5*s), ask(3, 20*s))
		for i, got := range answers {
			if got.code != 503 || got.Checks["replica 0"] != "ok" || got.Checks["mail"] != "failed" {
				t.Errorf("probe %d was answered with %d %q", i+1, got.code, got.text)
			}
		}
		if answers[3].Checks["later"] != "ok" || answers[3].Checks["late"] != "ok" {
			t.Errorf("the last probe was answered %q, without the checks registered before it", answers[3].text)
		}
		testkit.InTurn(func() { h.Drain() }, func() { probe(context.Background(), h.Ready()) })
		settle(time.Minute) // for the check of the cache, which returns long after its probe
	})
}

// When all probes are answered and all checks have returned, nothing is left.
func TestNothingIsLeftBehind(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		h.Register("database", it.well("database", s))
		h.Register("mail", it.ill("mail", 2*s, errRefused))
		h.Register("cache", it.well("cache", 10*s))
		h.Register("search", it.obedient("search", time.Hour))
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(s, cancel)
		probeAt(ctx, 0, h.Ready())
		probeAt(context.Background(), 500*ms, h.Ready())
		probeAt(context.Background(), 5*s, h.Ready())
		probeAt(context.Background(), 30*s, h.Ready())
		settle(5 * time.Hour)
		if it.Len() == 0 {
			t.Error("no check was called")
		}
	})
}
