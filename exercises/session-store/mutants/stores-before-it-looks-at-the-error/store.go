// Package session keeps what a shop knows about its visitors while they are there.
//
// Two things are protected, each by a lock of its own. The maps are guarded by one
// lock that nobody holds for longer than a look at them. Who may write a session is
// decided by its turn, a lock that exists only while somebody wants to write it, and that
// is held while a change is being made. Readers need no turn.
package session

import (
	"maps"
	"sync"
)

// Store holds a value of type V for each session. Its methods may be called from any
// number of goroutines at the same time.
type Store[K comparable, V any] struct {
	mu     sync.RWMutex // never held while a change runs, or while waiting for a turn
	values map[K]V
	turns  map[K]*turn // of sessions that somebody writes, or wants to
}

// turn is held by the one who writes a session.
type turn struct {
	sync.Mutex
	wanted int // by how many, the holder included; guarded by Store.mu
}

// New makes a store without sessions.
func New[K comparable, V any]() *Store[K, V] {
	return &Store[K, V]{values: map[K]V{}, turns: map[K]*turn{}}
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
	defer s.take(key)()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[key] = value
}

// Delete ends a session, and tells whether there was one.
func (s *Store[K, V]) Delete(key K) bool {
	defer s.take(key)()
	s.mu.Lock()
	defer s.mu.Unlock()
	_, found := s.values[key]
	delete(s.values, key)
	return found
}

// Update replaces the value of a session by what change makes of it. If change
// returns an error, the session stays as it is and Update returns that error.
func (s *Store[K, V]) Update(key K, change func(value V, found bool) (V, error)) error {
	defer s.take(key)()
	value, err := change(s.Get(key))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[key] = value
	return err
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

// take waits for the turn to write a session, and gives the function that ends it.
func (s *Store[K, V]) take(key K) (end func()) {
	t := s.want(key)
	t.Lock()
	return func() {
		t.Unlock()
		s.unwant(key, t)
	}
}

func (s *Store[K, V]) want(key K) *turn {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.turns[key]
	if t == nil {
		t = &turn{}
		s.turns[key] = t
	}
	t.wanted++
	return t
}

// unwant forgets the turn when nobody wants it any more. As long as somebody waits
// for it, it has to stay: who comes next must wait for the same one.
func (s *Store[K, V]) unwant(key K, t *turn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.wanted--
	if t.wanted == 0 {
		delete(s.turns, key)
	}
}
