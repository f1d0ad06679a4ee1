package hits_test

import (
	"fmt"
	"maps"
	"sync/atomic"
	"testing"

	"assay.test/testkit"
	"hits"
)

func TestRoutesBesideEachOther(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		testkit.InTurn(
			func() { registry.Route("GET /users") },
			func() { registry.Route("GET /users") },
			func() { registry.Route("GET /health") },
			func() { registry.Route("GET /users") },
		)
	})
}

// Several goroutines ask for the same new route. All must get the same counter,
// or the hits of some are lost.
func TestARouteIsMadeOnce(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		testkit.InTurn(
			func() { registry.Route("GET /users") },
			func() { registry.Route("GET /health") },
		)
		if t.Failed() {
			return // a race; what follows would make the runtime stop the process
		}
		for round := range 20 {
			if !oneCounterForAll(registry, round) {
				t.Fatal("goroutines that asked for the same new route got different counters")
			}
		}
	})
}

// oneCounterForAll has three goroutines ask for one new route after the other. Each
// asks for the newest that any of them has come to, so nobody falls behind to
// where all routes are known.
func oneCounterForAll(registry *hits.Registry, round int) bool {
	var newest atomic.Int64
	var got [3]map[int64]*hits.Counter
	for who := range got {
		got[who] = map[int64]*hits.Counter{}
	}
	testkit.Contend(len(got), 50, func(who, _ int) {
		route := newest.Load()
		got[who][route] = registry.Route(fmt.Sprintf("GET /%d/%d", round, route))
		newest.CompareAndSwap(route, route+1)
	})
	for route, counter := range got[0] {
		for who := range got {
			if other, asked := got[who][route]; asked && other != counter {
				return false
			}
		}
	}
	return true
}

func TestSnapshotIsTheCallersOwn(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		registry.Route("GET /users").Add(3)
		registry.Route("GET /health")
		before := registry.Snapshot()
		if want := map[string]uint64{"GET /users": 3, "GET /health": 0}; !maps.Equal(before, want) {
			t.Fatalf("snapshot %v, want %v", before, want)
		}
		registry.Route("GET /users").Inc()
		registry.Route("GET /new").Inc()
		after := registry.Snapshot()
		if before["GET /users"] != 3 || len(before) != 2 {
			t.Errorf("a snapshot changed afterwards: %v", before)
		}
		if want := map[string]uint64{"GET /users": 4, "GET /health": 0, "GET /new": 1}; !maps.Equal(after, want) {
			t.Errorf("snapshot %v, want %v", after, want)
		}
		clear(after)
		after["GET /forged"] = 1
		if again := registry.Snapshot(); len(again) != 3 || again["GET /users"] != 4 {
			t.Errorf("a caller who changed his snapshot changed the registry's: %v", again)
		}
	})
}

func TestSnapshotBesideNewRoutes(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		registry := hits.New()
		snapshot := func() { registry.Snapshot() }
		testkit.InTurn(func() { registry.Route("GET /users") }, snapshot)
		testkit.InTurn(snapshot, func() { registry.Route("GET /health") })
	})
}
