// Package session keeps what a shop knows about its visitors while they are there.
//
// One mutex guards everything, and nobody holds it while a change runs: a session that
// is being written is marked instead, with a channel that is closed when the mark is
// taken away. Who wants to write it too waits for that and looks again.
package session

import (
	"maps"
	"sync"
)

// Store holds a value of type V for each session. Its methods may be called from any
// number of goroutines at the same time.
type Store[K comparable, V any] struct {
	mu      sync.Mutex
	values  map[K]V
	writing map[K]chan struct{} // closed when the session is free
}

// New makes a store without sessions.
func New[K comparable, V any]() *Store[K, V] {
	return &Store[K, V]{values: map[K]V{}, writing: map[K]chan struct{}{}}
}

// Get gives the value of a session, and tells whether there is that session.
func (s *Store[K, V]) Get(key K) (value V, found bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	value, found = s.values[key]
	return value, found
}

// Set gives a session this value. If there is no such session it makes it.
func (s *Store[K, V]) Set(key K, value V) {
	s.lockFree(key)
	defer s.mu.Unlock()
	s.values[key] = value
}

// Delete ends a session, and tells whether there was one.
func (s *Store[K, V]) Delete(key K) bool {
	s.lockFree(key)
	defer s.mu.Unlock()
	_, found := s.values[key]
	delete(s.values, key)
	return found
}

// Update replaces the value of a session by what change makes of it. If change
// returns an error, the session stays as it is and Update returns that error.
func (s *Store[K, V]) Update(key K, change func(value V, found bool) (V, error)) error {
	s.lockFree(key)
	defer s.mu.Unlock()
	free := make(chan struct{})
	s.writing[key] = free
	defer func() {
		delete(s.writing, key)
		close(free)
	}()
	value, found := s.values[key]
	value, err := s.unlocked(change, value, found)
	if err == nil {
		s.values[key] = value
	}
	return err
}

// unlocked calls change without the lock, and takes it again however change ends.
func (s *Store[K, V]) unlocked(change func(V, bool) (V, error), value V, found bool) (V, error) {
	s.mu.Unlock()
	defer s.mu.Lock()
	return change(value, found)
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
	return maps.Clone(s.values)
}

// lockFree locks the store at a moment when nobody writes the session.
func (s *Store[K, V]) lockFree(key K) {
	s.mu.Lock()
	for s.writing[key] != nil {
		free := s.writing[key]
		s.mu.Unlock()
		<-free
		s.mu.Lock()
	}
}
