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
		var trail trail
		for i := range trail.names {
			trail.names[i] = fmt.Sprint("GET /", i)
		}
		testkit.Contend(200, trail.step)
		if trail.twice.Load() {
			t.Error("goroutines that asked for the same new route got different counters")
		}
	})
}

// A trail is new routes, thousands of them, the same for several goroutines. Each asks
// for the newest that any of them has come to, so nobody falls behind to where all
// routes are known. After some routes the trail goes on in a new registry, because
// to make a route may well cost as much as there are already.
type trail struct {
	names      [100]string // of the routes of each registry
	registries [500]atomic.Pointer[hits.Registry]
	counters   [500 * 100]atomic.Pointer[hits.Counter] // what the first who asked was given
	newest     atomic.Int64
	twice      atomic.Bool // somebody was given another one
}

func (tr *trail) step(int, int) {
	place := tr.newest.Load()
	if place == int64(len(tr.counters)) {
		return // long enough
	}
	route, slot := place%int64(len(tr.names)), &tr.registries[place/int64(len(tr.names))]
	registry := slot.Load()
	if registry == nil {
		slot.CompareAndSwap(nil, hits.New())
		registry = slot.Load()
	}
	counter := registry.Route(tr.names[route])
	if !tr.counters[place].CompareAndSwap(nil, counter) && tr.counters[place].Load() != counter {
		tr.twice.Store(true)
	}
	tr.newest.CompareAndSwap(place, place+1)
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
