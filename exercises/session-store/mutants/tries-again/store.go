// Package session keeps what a shop knows about its visitors while they are there.
//
// One mutex guards everything, and nobody holds it while a change runs: if the session has
// another version when it has run, it runs again.
package session

import "sync"

// Store holds a value of type V for each session. Its methods may be called from any
// number of goroutines at the same time.
type Store[K comparable, V any] struct {
	mu       sync.Mutex
	values   map[K]versioned[V]
	versions int // so far, of all sessions
}

type versioned[V any] struct {
	value   V
	version int // 0 if there is no session
}

// New makes a store without sessions.
func New[K comparable, V any]() *Store[K, V] {
	return &Store[K, V]{values: map[K]versioned[V]{}}
}

// Get gives the value of a session, and tells whether there is that session.
func (s *Store[K, V]) Get(key K) (value V, found bool) {
	at := s.get(key)
	return at.value, at.version != 0
}

func (s *Store[K, V]) get(key K) versioned[V] {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.values[key]
}

// Set gives a session this value. If there is no such session it makes it.
func (s *Store[K, V]) Set(key K, value V) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.versions++
	s.values[key] = versioned[V]{value, s.versions}
}

// Delete ends a session, and tells whether there was one.
func (s *Store[K, V]) Delete(key K) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, found := s.values[key]
	delete(s.values, key)
	return found
}

// Update replaces the value of a session by what change makes of it. If change
// returns an error, the session stays as it is and Update returns that error.
func (s *Store[K, V]) Update(key K, change func(value V, found bool) (V, error)) error {
	for {
		before := s.get(key)
		value, err := change(before.value, before.version != 0)
		if err != nil {
			return err
		}
		if s.replace(key, before.version, value) {
			return nil
		}
	}
}

// replace stores a value if the session still has this version.
func (s *Store[K, V]) replace(key K, version int, value V) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.values[key].version != version {
		return false
	}
	s.versions++
	s.values[key] = versioned[V]{value, s.versions}
	return true
}

// Len is the number of sessions.
func (s *Store[K, V]) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.values)
}

// Snapshot gives all sessions, in a map that belongs to the caller.
func (s *Store[K, V]) Snapshot() map[K]V {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make(map[K]V, len(s.values))
	for key, at := range s.values {
		all[key] = at.value
	}
	return all
}
