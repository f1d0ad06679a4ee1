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
		for met, round := 0, 0; met < 200 && round < 30; round++ {
			now, ok := oneCounterForAll()
			met += now
			if !ok {
				t.Fatal("goroutines that asked for the same new route got different counters")
			}
		}
	})
}

// oneCounterForAll has three goroutines ask for one new route after the other, each
// time for the newest that any of them has come to, so nobody falls behind to where
// all routes are known; and nobody runs ahead of the others while these wait for a
// processor. The number of routes has a limit, since to make one may well cost as
// much as there are already. It gives how often two asked for the same new route at
// once, and whether all got the same counters.
func oneCounterForAll() (met int, ok bool) {
	const routes, ahead = 300, 10
	registry := hits.New()
	var newest, last, alone, both atomic.Int64
	var got [3][routes]*hits.Counter
	testkit.Contend(len(got), 200, func(who, _ int) {
		route := newest.Load()
		got[who][route] = registry.Route(fmt.Sprintf("GET /%d", route))
		if last.Swap(int64(who)) != int64(who) {
			alone.Store(0)
		}
		switch {
		case route+1 == routes || alone.Load() >= ahead:
		case newest.CompareAndSwap(route, route+1):
			alone.Add(1)
		default:
			both.Add(1)
		}
	})
	for route := range routes {
		var first *hits.Counter
		for who := range got {
			switch counter := got[who][route]; {
			case first == nil:
				first = counter
			case counter != nil && counter != first:
				return int(both.Load()), false
			}
		}
	}
	return int(both.Load()), true
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
