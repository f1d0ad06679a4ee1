package hits_test

import (
	"errors"
	"maps"
	"sync"
	"testing"

	"assay.test/testkit"
	"hits"
)

type report = map[string]uint64

// flush gives what a Flush sends, or nil if it sends nothing. The error is what send answers.
func flush(t *testing.T, registry *hits.Registry, answer error) report {
	t.Helper()
	var sent report
	calls := 0
	err := registry.Flush(func(r map[string]uint64) error {
		calls++
		sent = maps.Clone(r)
		return answer
	})
	if calls > 1 {
		t.Errorf("one Flush called send %d times", calls)
	}
	if calls == 1 && !errors.Is(err, answer) || calls == 0 && err != nil {
		t.Errorf("Flush returned %v after %d calls of send, which answered %v", err, calls, answer)
	}
	return sent
}

func expectReport(t *testing.T, got, want report) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("report %v, want %v", got, want)
	}
}

func TestEachHitIsReportedOnce(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		if got := flush(t, registry, nil); got != nil {
			t.Errorf("an empty registry sent %v", got)
		}
		users, health := registry.Route("GET /users"), registry.Route("GET /health")
		users.Add(3)
		registry.Route("GET /unused")
		expectReport(t, flush(t, registry, nil), report{"GET /users": 3})
		if got := flush(t, registry, nil); got != nil {
			t.Errorf("a Flush with nothing new sent %v", got)
		}
		users.Inc()
		health.Add(5)
		expectReport(t, flush(t, registry, nil), report{"GET /users": 1, "GET /health": 5})
		if users.Value() != 4 || registry.Snapshot()["GET /health"] != 5 {
			t.Error("a Flush changed Value or Snapshot")
		}
	})
}

func TestTheReportBelongsToItsReceiver(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		users := registry.Route("GET /users")
		users.Add(3)
		registry.Flush(func(r map[string]uint64) error {
			clear(r)
			r["GET /forged"] = 7
			return nil
		})
		users.Inc()
		expectReport(t, flush(t, registry, nil), report{"GET /users": 1})
		expectReport(t, registry.Snapshot(), report{"GET /users": 4})
	})
}

// What comes in while a report is on its way is for the next one.
func TestHitsDuringASend(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		users := registry.Route("GET /users")
		users.Add(3)
		var sent report
		var hits sync.WaitGroup
		registry.Flush(func(r map[string]uint64) error {
			hits.Add(1)
			testkit.Finishes(func() { // or else waits for the Flush: not what this test is about
				defer hits.Done()
				users.Add(5)
				registry.Route("GET /new").Inc()
			})
			sent = maps.Clone(r)
			return nil
		})
		hits.Wait()
		expectReport(t, sent, report{"GET /users": 3})
		expectReport(t, flush(t, registry, nil), report{"GET /users": 5, "GET /new": 1})
		if users.Value() != 8 {
			t.Errorf("the counter shows %d of 8 hits", users.Value())
		}
	})
}

// A Flush begins while another one's report is on its way.
func TestTwoFlushesAtOnce(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		registry.Route("GET /users").Add(3)
		gate := make(chan struct{})
		var mu sync.Mutex
		var reports []report
		note := func(r map[string]uint64) error {
			mu.Lock()
			defer mu.Unlock()
			reports = append(reports, maps.Clone(r))
			return nil
		}
		testkit.InTurn(
			func() { registry.Flush(func(r map[string]uint64) error { <-gate; return note(r) }) },
			func() { registry.Flush(note) },
			func() { close(gate) },
		)
		registry.Flush(note)
		if len(reports) != 1 || reports[0]["GET /users"] != 3 {
			t.Errorf("three hits, reported as %v", reports)
		}
	})
}

func TestAFailedReportIsNotLost(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		users := registry.Route("GET /users")
		users.Add(3)
		down := errors.New("the collector is down")
		expectReport(t, flush(t, registry, down), report{"GET /users": 3})
		expectReport(t, flush(t, registry, down), report{"GET /users": 3})
		users.Inc()
		registry.Route("GET /health").Inc()
		expectReport(t, flush(t, registry, nil), report{"GET /users": 4, "GET /health": 1})
		if got := flush(t, registry, nil); got != nil {
			t.Errorf("reported again after it had arrived: %v", got)
		}
		if users.Value() != 4 {
			t.Errorf("the counter shows %d of 4 hits", users.Value())
		}
	})
}

// The receiver of a report that fails may have changed the map.
func TestAFailedReportIsNotWhatItsReceiverLeft(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		registry.Route("GET /users").Add(3)
		registry.Flush(func(r map[string]uint64) error {
			clear(r)
			r["GET /users"] = 100
			return errors.New("the collector is down")
		})
		expectReport(t, flush(t, registry, nil), report{"GET /users": 3})
	})
}

// While a report is on its way, which may take seconds, traffic goes on.
func TestNobodyWaitsForASend(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		users := registry.Route("GET /users")
		users.Inc()
		calls := []struct {
			name string
			f    func()
		}{
			{"Inc", users.Inc},
			{"Add", func() { users.Add(2) }},
			{"Value", func() { users.Value() }},
			{"Route of a known route", func() { registry.Route("GET /users") }},
			{"Route of a new route", func() { registry.Route("GET /new") }},
			{"Snapshot", func() { registry.Snapshot() }},
		}
		var group sync.WaitGroup
		registry.Flush(func(map[string]uint64) error {
			for _, call := range calls {
				group.Add(1)
				if !testkit.Finishes(func() { defer group.Done(); call.f() }) {
					t.Errorf("%s waits for the end of a send", call.name)
				}
			}
			return nil
		})
		group.Wait()
	})
}
