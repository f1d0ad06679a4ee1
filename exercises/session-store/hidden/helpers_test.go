package session_test

import (
	"maps"
	"testing"

	"assay.test/testkit"
	"session"
)

// bubble runs a test. What a store leaves running costs the criterion "leak", which
// has a test of its own.
var bubble = testkit.LenientBubble

// with makes a store that holds these sessions.
func with(sessions map[string]int) *store {
	s := session.New[string, int]()
	for key, value := range sessions {
		s.Set(key, value)
	}
	return s
}

// add is a change that adds n, and does nothing that could order two goroutines.
func add(n int) func(int, bool) (int, error) {
	return func(value int, _ bool) (int, error) { return value + n, nil }
}

func expect(t *testing.T, s *store, want map[string]int) {
	t.Helper()
	if got := s.Snapshot(); !maps.Equal(got, want) {
		t.Errorf("Snapshot shows %v, want %v", got, want)
	}
	if got := s.Len(); got != len(want) {
		t.Errorf("Len is %d, want %d", got, len(want))
	}
	for key, value := range want {
		if got, found := s.Get(key); got != value || !found {
			t.Errorf("Get(%q) gave %d, %v; want %d", key, got, found, value)
		}
	}
}
