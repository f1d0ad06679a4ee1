package hits_test

import (
	"testing"

	"assay.test/testkit"
	"hits"
)

func TestNothingKeepsRunning(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		registry := hits.New()
		users := registry.Route("GET /users")
		users.Inc()
		users.Add(2)
		users.Value()
		registry.Snapshot()
		registry.Flush(func(map[string]uint64) error { return nil })
	})
}
