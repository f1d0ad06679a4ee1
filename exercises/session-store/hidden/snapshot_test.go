package session_test

import (
	"maps"
	"testing"

	"assay.test/testkit"
	"session"
)

func TestASnapshotIsTheCallersOwn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := with(map[string]int{"eve": 1, "bob": 2})
		before, same := s.Snapshot(), s.Snapshot()
		s.Set("eve", 10)
		s.Update("bob", add(10))
		s.Set("new", 1)
		if want := map[string]int{"eve": 1, "bob": 2}; !maps.Equal(before, want) {
			t.Errorf("a snapshot of %v shows %v afterwards", want, before)
		}
		clear(before)
		before["forged"] = 1
		expect(t, s, map[string]int{"eve": 10, "bob": 12, "new": 1})
		if len(same) != 2 {
			t.Errorf("a caller who changed his snapshot changed that of another one: %v", same)
		}
		s.Delete("eve")
		expect(t, s, map[string]int{"bob": 12, "new": 1})

		empty := session.New[string, int]().Snapshot()
		empty["forged"] = 1 // his to change, also if there is nothing in it
	})
}

// The caller reads his snapshot, and changes it, while the store is in use.
func TestASnapshotBesideChanges(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := with(map[string]int{"eve": 1, "bob": 2})
		mine, yours := s.Snapshot(), s.Snapshot()
		sum := 0
		read := func() {
			for _, value := range mine {
				sum += value
			}
		}
		testkit.InTurn(read, func() { s.Set("eve", 5) })
		testkit.InTurn(func() { s.Set("new", 5) }, read)
		testkit.InTurn(read, func() { s.Update("eve", add(1)) })
		testkit.InTurn(read, func() { s.Delete("bob") })
		testkit.InTurn(read, func() { yours["forged"] = 1 })
	})
}
