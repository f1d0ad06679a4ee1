package session_test

import (
	"fmt"
	"maps"
	"sync"
	"testing"

	"assay.test/testkit"
)

// during runs calls while a change of this session is being made, and reports those
// that wait for its end.
func during(t *testing.T, s *store, key string, calls map[string]func()) {
	t.Helper()
	var group sync.WaitGroup
	s.Update(key, func(value int, _ bool) (int, error) {
		for name, call := range calls {
			group.Add(1)
			if !testkit.Finishes(func() { defer group.Done(); call() }) {
				t.Errorf("%s waits for a change of another session, or for a writer", name)
			}
		}
		return value + 1, nil
	})
	group.Wait()
}

func TestOtherSessionsDoNotWait(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const others = 300
		key := func(i int) string { return fmt.Sprint("visitor ", i) }
		s := with(map[string]int{"eve": 1})
		got := make([]int, others)
		during(t, s, "eve", map[string]func(){"a call for another session": func() {
			for i := range others {
				s.Set(key(i), i)
				s.Update(key(i), add(1))
				got[i], _ = s.Get(key(i))
				if i%2 == 0 {
					s.Delete(key(i))
				}
			}
		}})
		for i, value := range got {
			if value != i+1 {
				t.Fatalf("while another session was being changed, one was set to %d, and Get gave %d after one was added", i, value)
			}
		}
		if s.Len() != 1+others/2 {
			t.Errorf("there are %d sessions, want %d", s.Len(), 1+others/2)
		}
	})
}

// Readers see the session as it was before, one that is being made not at all.
func TestReadersDoNotWait(t *testing.T) {
	for _, before := range []map[string]int{{"bob": 7}, {"bob": 7, "eve": 1}} {
		bubble(t, func(t *testing.T) {
			s := with(before)
			was, existed := before["eve"]
			during(t, s, "eve", map[string]func(){
				"Get of the same session": func() {
					if value, found := s.Get("eve"); value != was || found != existed {
						t.Errorf("during a change Get gave %d, %v; want %d, %v", value, found, was, existed)
					}
				},
				"Len": func() {
					if n := s.Len(); n != len(before) {
						t.Errorf("during a change Len is %d, want %d", n, len(before))
					}
				},
				"Snapshot": func() {
					if all := s.Snapshot(); !maps.Equal(all, before) {
						t.Errorf("during a change Snapshot shows %v, want %v", all, before)
					}
				},
			})
			if value, _ := s.Get("eve"); value != was+1 {
				t.Errorf("after the change the session has %d, want %d", value, was+1)
			}
		})
	}
}

// A change panics. Its caller learns of it, and the store is as if nothing had happened.
func TestAPanicCostsOnlyItsChange(t *testing.T) {
	for _, key := range []string{"eve", "new"} {
		bubble(t, func(t *testing.T) {
			s := with(map[string]int{"eve": 1, "bob": 2})
			for range 2 {
				if got := panicOf(func() {
					s.Update(key, func(value int, _ bool) (int, error) { panic("out of " + key) })
				}); got != "out of "+key {
					t.Errorf("a change panicked, and the caller of Update was given %v", got)
				}
			}
			for _, call := range []struct {
				name string
				f    func()
			}{
				{"Snapshot, Len or Get", func() { expect(t, s, map[string]int{"eve": 1, "bob": 2}) }},
				{"a call for another session", func() { s.Set("bob", 3); s.Update("bob", add(1)); s.Delete("bob") }},
				{"Update of the same session", func() { s.Update(key, add(4)) }},
				{"Set of the same session", func() { s.Set(key, 5) }},
				{"Delete of the same session", func() { s.Delete(key) }},
			} {
				if !testkit.Finishes(call.f) {
					t.Fatalf("after a change has panicked, %s waits for ever", call.name)
				}
			}
			s.Set("eve", 1)
			expect(t, s, map[string]int{"eve": 1})
		})
	}
}

func panicOf(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}
