package session_test

import (
	"testing"

	"assay.test/testkit"
)

// Every method beside every other, on the same session and on different ones. The
// calls follow each other, and nothing but the store orders them.
func TestNothingRaces(t *testing.T) {
	bubble(t, func(t *testing.T) {
		calls := func(s *store, key string) []func() {
			return []func(){
				func() { s.Get(key) },
				func() { s.Len() },
				func() { s.Snapshot() },
				func() { s.Set(key, 5) },
				func() { s.Update(key, add(1)) },
				func() { s.Delete(key) },
			}
		}
		const writers = 3 // from here on, the calls change something
		for first := range calls(nil, "") {
			for second := range calls(nil, "") {
				s := with(map[string]int{"eve": 1, "bob": 2})
				testkit.InTurn(calls(s, "eve")[first], calls(s, "eve")[second])
				if first >= writers && second >= writers {
					testkit.InTurn(calls(s, "eve")[first], calls(s, "bob")[second])
				}
				if t.Failed() {
					return // more of the same tells nobody anything
				}
			}
		}
		s := with(nil)
		testkit.InTurn(
			func() { s.Update("eve", add(1)) }, // these make the session
			func() { s.Set("bob", 1) },
			func() { s.Get("eve") },
			func() { s.Update("bob", add(1)) },
			func() { s.Snapshot() },
		)
	})
}
