// Package session keeps what a shop knows about its visitors while they are there.
package session

import (
	"maps"
	"sync"
)

// Store holds a value of type V for each session.
type Store[K comparable, V any] struct {
	mu     sync.RWMutex
	values map[K]V
}

// New makes a store without sessions.
func New[K comparable, V any]() *Store[K, V] {
	return &Store[K, V]{values: map[K]V{}}
}

// Get gives the value of a session, and tells whether there is that session.
func (s *Store[K, V]) Get(key K) (value V, found bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	value, found = s.values[key]
	return value, found
}

// Set gives a session this value. If there is no such session it makes it.
func (s *Store[K, V]) Set(key K, value V) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[key] = value
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
	s.mu.Lock()
	defer s.mu.Unlock()
	old, found := s.values[key]
	value, err := change(old, found)
	if err != nil {
		return err
	}
	s.values[key] = value
	return nil
}

// Len is the number of sessions.
func (s *Store[K, V]) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.values)
}

// Snapshot gives all sessions, in a map that belongs to the caller.
func (s *Store[K, V]) Snapshot() map[K]V {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return maps.Clone(s.values)
}
