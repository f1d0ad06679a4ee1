package hits_test

import (
	"testing"

	"assay.test/testkit"
	"hits"
)

func TestCounts(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		users, health, unnamed := registry.Route("GET /users"), registry.Route("GET /health"), registry.Route("")
		if users.Value() != 0 {
			t.Errorf("a new counter shows %d", users.Value())
		}
		users.Inc()
		users.Add(41)
		users.Add(0)
		health.Inc()
		unnamed.Add(1 << 40)
		if users.Value() != 42 || health.Value() != 1 || unnamed.Value() != 1<<40 {
			t.Errorf("counters show %d, %d and %d; want 42, 1 and 1<<40",
				users.Value(), health.Value(), unnamed.Value())
		}
		if registry.Route("GET /users") != users {
			t.Error("the same name gave another counter")
		}
		if other := hits.New().Route("GET /users"); other.Value() != 0 {
			t.Errorf("another registry's counter of the same name shows %d", other.Value())
		}
	})
}

func TestConcurrentHitsAreAllCounted(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		counter := hits.New().Route("GET /users")
		testkit.InTurn(
			func() { counter.Inc() },
			func() { counter.Inc() },
			func() { counter.Add(2) },
			func() { counter.Add(3) },
		)
		if t.Failed() {
			return // a race: more of the same tells nobody anything
		}
		contention := testkit.Contend(200, func(who, _ int) {
			if who%2 == 0 {
				counter.Inc()
			} else {
				counter.Add(3)
			}
		})
		want := uint64(7)
		for who, steps := range contention.Steps {
			want += uint64(steps * (1 + who%2*2))
		}
		if got := counter.Value(); got != want {
			t.Errorf("of %d hits %d were counted", want, got)
		}
	})
}

func TestReadingBesideHits(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		counter := registry.Route("GET /users")
		var values []uint64
		read := func() { values = append(values, counter.Value()) }
		// A read after a hit, and a hit after a read. The reads themselves are ordered
		// by this goroutine, so that only what the counter does can race.
		testkit.InTurn(counter.Inc)
		testkit.InTurn(func() { counter.Add(2) }, read)
		read()
		testkit.InTurn(read, counter.Inc)
		read()
		if !t.Failed() && (values[0] != 3 || values[1] != 3 || values[2] != 3 || values[3] != 4) {
			t.Errorf("values %v, want [3 3 3 4]", values)
		}
	})
}

func TestSnapshotAndFlushBesideHits(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		counter := registry.Route("GET /users")
		snapshot := func() { registry.Snapshot() }
		flush := func() { registry.Flush(func(map[string]uint64) error { return nil }) }
		testkit.InTurn(counter.Inc, snapshot)
		testkit.InTurn(snapshot, counter.Inc)
		testkit.InTurn(counter.Inc, flush)
		counter.Inc()
		testkit.InTurn(flush, counter.Inc)
	})
}
