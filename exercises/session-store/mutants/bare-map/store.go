// Package session keeps what a shop knows about its visitors while they are there.
package session

import "maps"

// Store holds a value of type V for each session.
type Store[K comparable, V any] struct {
	values map[K]V
}

// New makes a store without sessions.
func New[K comparable, V any]() *Store[K, V] {
	return &Store[K, V]{values: map[K]V{}}
}

// Get gives the value of a session, and tells whether there is that session.
func (s *Store[K, V]) Get(key K) (value V, found bool) {
	value, found = s.values[key]
	return value, found
}

// Set gives a session this value. If there is no such session it makes it.
func (s *Store[K, V]) Set(key K, value V) {
	s.values[key] = value
}

// Delete ends a session, and tells whether there was one.
func (s *Store[K, V]) Delete(key K) bool {
	_, found := s.values[key]
	delete(s.values, key)
	return found
}

// Update replaces the value of a session by what change makes of it. If change
// returns an error, the session stays as it is and Update returns that error.
func (s *Store[K, V]) Update(key K, change func(value V, found bool) (V, error)) error {
	value, err := change(s.Get(key))
	if err != nil {
		return err
	}
	s.values[key] = value
	return nil
}

// Len is the number of sessions.
func (s *Store[K, V]) Len() int {
	return len(s.values)
}

// Snapshot gives all sessions, in a map that belongs to the caller.
func (s *Store[K, V]) Snapshot() map[K]V {
	return maps.Clone(s.values)
}
