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
		testkit.Contend(len(trail.got), 500, trail.step)
		if !trail.oneCounterForAll() {
			t.Error("goroutines that asked for the same new route got different counters")
		}
	})
}

// A trail is new routes without end, the same for three goroutines. Each asks for
// the newest that any of them has come to, so nobody falls behind to where all
// routes are known. After some routes the trail goes on in a new registry, because
// to make a route may well cost as much as there are already.
type trail struct {
	newest     atomic.Int64
	registries [2000]atomic.Pointer[hits.Registry]
	got        [3][]given
}

type given struct {
	place   int64
	counter *hits.Counter
}

func (tr *trail) step(who, _ int) {
	const routes = 100
	place := tr.newest.Load()
	if place >= int64(len(tr.registries))*routes {
		return // long enough
	}
	slot := &tr.registries[place/routes]
	if slot.Load() == nil {
		slot.CompareAndSwap(nil, hits.New())
	}
	counter := slot.Load().Route(fmt.Sprint("GET /", place%routes))
	tr.got[who] = append(tr.got[who], given{place, counter})
	tr.newest.CompareAndSwap(place, place+1)
}

func (tr *trail) oneCounterForAll() bool {
	counters := map[int64]*hits.Counter{}
	for _, list := range tr.got {
		for _, g := range list {
			if first, ok := counters[g.place]; ok && first != g.counter {
				return false
			}
			counters[g.place] = g.counter
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
