// Package session keeps what a shop knows about its visitors while they are there.
//
// Each session is an entry with a lock for its writers, and a pointer to its value that
// readers load without any lock. An entry without a value is one whose session does not
// exist yet, or no longer: whoever leaves it like that takes it out of the map for good, and
// who waited for its lock meanwhile starts again with a new entry.
package session

import (
	"sync"
	"sync/atomic"
)

// Store holds a value of type V for each session. Its methods may be called from any
// number of goroutines at the same time.
type Store[K comparable, V any] struct {
	entries sync.Map // K to *entry[V]
	length  atomic.Int64
}

type entry[V any] struct {
	mu    sync.Mutex        // for those who write
	gone  bool              // taken out of the map; guarded by mu
	value atomic.Pointer[V] // nil if there is no session; stored with mu held
}

// New makes a store without sessions.
func New[K comparable, V any]() *Store[K, V] {
	return &Store[K, V]{}
}

// Get gives the value of a session, and tells whether there is that session.
func (s *Store[K, V]) Get(key K) (value V, found bool) {
	if e, ok := s.entries.Load(key); ok {
		return e.(*entry[V]).get()
	}
	return value, false
}

func (e *entry[V]) get() (value V, found bool) {
	if p := e.value.Load(); p != nil {
		return *p, true
	}
	return value, false
}

// Set gives a session this value. If there is no such session it makes it.
func (s *Store[K, V]) Set(key K, value V) {
	e := s.lock(key)
	defer s.unlock(key, e)
	s.put(e, &value)
}

// Delete ends a session, and tells whether there was one.
func (s *Store[K, V]) Delete(key K) bool {
	e := s.lock(key)
	defer s.unlock(key, e)
	_, found := e.get()
	s.put(e, nil)
	return found
}

// Update replaces the value of a session by what change makes of it. If change
// returns an error, the session stays as it is and Update returns that error.
func (s *Store[K, V]) Update(key K, change func(value V, found bool) (V, error)) error {
	e := s.lock(key)
	defer s.unlock(key, e)
	value, err := change(e.get())
	if err == nil {
		s.put(e, &value)
	}
	return err
}

// Len is the number of sessions.
func (s *Store[K, V]) Len() int {
	return int(s.length.Load())
}

// Snapshot gives all sessions, in a map that belongs to the caller.
func (s *Store[K, V]) Snapshot() map[K]V {
	all := make(map[K]V, s.Len())
	for key, e := range s.entries.Range {
		if value, found := e.(*entry[V]).get(); found {
			all[key.(K)] = value
		}
	}
	return all
}

// put stores a value, or takes it away if p is nil. The caller holds the entry's lock.
func (s *Store[K, V]) put(e *entry[V], p *V) {
	switch old := e.value.Swap(p); {
	case old == nil && p != nil:
		s.length.Add(1)
	case old != nil && p == nil:
		s.length.Add(-1)
	}
}

// lock gives the session's entry, locked. If there is none it makes one.
func (s *Store[K, V]) lock(key K) *entry[V] {
	for {
		found, ok := s.entries.Load(key)
		if !ok {
			found, _ = s.entries.LoadOrStore(key, &entry[V]{})
		}
		e := found.(*entry[V])
		e.mu.Lock()
		if !e.gone {
			return e
		}
		e.mu.Unlock()
	}
}

// unlock unlocks an entry, and takes it out of the map if it has no value.
func (s *Store[K, V]) unlock(key K, e *entry[V]) {
	if e.value.Load() == nil {
		e.gone = true
		s.entries.Delete(key)
	}
	e.mu.Unlock()
}
