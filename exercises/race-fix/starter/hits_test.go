package hits

import (
	"errors"
	"fmt"
	"sync"
	"testing"
)

// Run these with `go test -race`. They show some of what is wrong, not all of it.

func TestOneRequestAtATime(t *testing.T) {
	registry := New()
	users := registry.Route("GET /users")
	users.Inc()
	users.Add(2)
	if users.Value() != 3 {
		t.Errorf("Value() = %d, want 3", users.Value())
	}
	if got := registry.Snapshot()["GET /users"]; got != 3 {
		t.Errorf("the snapshot shows %d, want 3", got)
	}
}

func TestManyRequestsAtOnce(t *testing.T) {
	registry := New()
	users := registry.Route("GET /users")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 1000 {
				users.Inc()
			}
		})
	}
	group.Wait()
	if users.Value() != 8000 {
		t.Errorf("Value() = %d after 8000 hits", users.Value())
	}
}

func TestManyNewRoutesAtOnce(t *testing.T) {
	registry := New()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i := range 100 {
				registry.Route(fmt.Sprintf("GET /%d", i)).Inc()
			}
		})
	}
	group.Wait()
	for route, hits := range registry.Snapshot() {
		if hits != 4 {
			t.Errorf("%s shows %d of 4 hits", route, hits)
		}
	}
}

func TestFlush(t *testing.T) {
	registry := New()
	registry.Route("GET /users").Add(3)
	down := errors.New("the collector is down")
	if err := registry.Flush(func(map[string]uint64) error { return down }); !errors.Is(err, down) {
		t.Errorf("Flush returned %v, want the error of send", err)
	}
	var sent map[string]uint64
	send := func(report map[string]uint64) error {
		sent = report
		return nil
	}
	if err := registry.Flush(send); err != nil || sent["GET /users"] != 3 {
		t.Errorf("Flush returned %v and sent %v; want the three hits of the report that failed", err, sent)
	}
}
