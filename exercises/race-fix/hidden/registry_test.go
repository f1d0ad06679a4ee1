package hits_test

import (
	"fmt"
	"maps"
	"testing"

	"assay.test/testkit"
	"hits"
)

func TestRoutesBesideEachOther(t *testing.T) {
	registry := hits.New()
	testkit.InTurn(
		func() { registry.Route("GET /users") },
		func() { registry.Route("GET /users") },
		func() { registry.Route("GET /health") },
		func() { registry.Route("GET /users") },
	)
}

// Two goroutines ask for the same new routes. Both must get the same counter for
// each, or the hits of one are lost.
func TestARouteIsMadeOnce(t *testing.T) {
	registry := hits.New()
	testkit.InTurn(
		func() { registry.Route("GET /users") },
		func() { registry.Route("GET /health") },
	)
	if t.Failed() {
		return // a race; what follows would make the runtime stop the process
	}
	for round := range 20 {
		var got [2][]*hits.Counter
		testkit.Contend(2, 100, func(who, i int) {
			got[who] = append(got[who], registry.Route(fmt.Sprintf("GET /%d/%d", round, i)))
		})
		for i := range min(len(got[0]), len(got[1])) {
			if got[0][i] != got[1][i] {
				t.Fatalf("two goroutines asked for the same new route and got two counters")
			}
		}
	}
}

func TestSnapshotIsTheCallersOwn(t *testing.T) {
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
}

func TestSnapshotBesideNewRoutes(t *testing.T) {
	registry := hits.New()
	snapshot := func() { registry.Snapshot() }
	testkit.InTurn(func() { registry.Route("GET /users") }, snapshot)
	testkit.InTurn(snapshot, func() { registry.Route("GET /health") })
}
