package session_test

import (
	"errors"
	"strconv"
	"sync/atomic"
	"testing"

	"assay.test/testkit"
	"session"
)

// While a change is being made, somebody else writes the same session. Whoever may
// have been first, the result is that of one after the other.
func TestAChangeIsOneStep(t *testing.T) {
	for _, test := range []struct {
		name   string
		second func(s *store)
		want   func(saw int, found bool) int // by what the first change was given last; -1 is no session
	}{
		{"Update", func(s *store) { s.Update("eve", add(10)) }, func(int, bool) int { return 11 }},
		{"Set", func(s *store) { s.Set("eve", 100) }, func(saw int, _ bool) int {
			if saw == 100 {
				return 101
			}
			return 100
		}},
		{"Delete", func(s *store) { s.Delete("eve") }, func(_ int, found bool) int {
			if found {
				return -1
			}
			return 1
		}},
	} {
		bubble(t, func(t *testing.T) {
			s := with(map[string]int{"eve": 0, "bob": 1})
			gate := make(chan struct{})
			var saw int
			var found bool
			testkit.InTurn(
				func() {
					s.Update("eve", func(value int, ok bool) (int, error) {
						saw, found = value, ok
						<-gate
						return value + 1, nil
					})
				},
				func() { test.second(s) },
				func() { close(gate) },
			)
			got, ok := s.Get("eve")
			if !ok {
				got = -1
			}
			if want := test.want(saw, found); got != want {
				t.Errorf("%s during a change that was given %d and adds 1 left %d, want %d (-1: no session)",
					test.name, saw, got, want)
			}
		})
	}
}

// Three writers: the second waits while the first is at it, and the third comes when
// the first is gone and the second at it.
func TestWhoWaitedIsNotOverrun(t *testing.T) {
	soldOut := errors.New("sold out")
	for _, test := range []struct {
		name   string
		before map[string]int
		answer error // of the first change
		want   int
	}{
		{"a session that exists", map[string]int{"eve": 1000}, nil, 1111},
		{"a session that exists, and a change that fails", map[string]int{"eve": 1000}, soldOut, 1110},
		{"a new session", nil, nil, 111},
		{"a new session, and a change that fails", nil, soldOut, 110},
	} {
		bubble(t, func(t *testing.T) {
			s := with(test.before)
			first, second := make(chan struct{}), make(chan struct{})
			testkit.InTurn(
				func() {
					s.Update("eve", func(value int, _ bool) (int, error) { <-first; return value + 1, test.answer })
				},
				func() {
					s.Update("eve", func(value int, _ bool) (int, error) { <-second; return value + 10, nil })
				},
				func() { close(first) },
				func() { s.Update("eve", add(100)) },
				func() { close(second) },
			)
			got, _ := s.Get("eve")
			if test.answer != nil && got == test.want+1 {
				return // what a change that fails leaves is another criterion's business
			}
			if got != test.want {
				t.Errorf("%s: three changes left %d, want %d", test.name, got, test.want)
			}
		})
	}
}

// Many goroutines update sessions that are all new for a moment. Every change counts.
func TestNoChangeIsLost(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := session.New[string, int]()
		update := func() { s.Update("eve", add(1)) }
		testkit.InTurn(update, update, update)
		if got, _ := s.Get("eve"); t.Failed() || got != 3 {
			t.Errorf("three changes left %d", got)
			return // and a race would make the runtime stop the process in what follows
		}
		s.Delete("eve")
		trail := trail{store: s}
		contention := testkit.Contend(200, trail.step)
		changes, counted := 0, 0
		for _, steps := range contention.Steps {
			changes += steps
		}
		for _, value := range s.Snapshot() {
			counted += value
		}
		if counted != changes {
			t.Errorf("of %d changes %d were kept", changes, counted)
		}
	})
}

// A trail is new sessions, the same for all goroutines. Each updates the newest that any of
// them has come to, so nobody falls behind to where all sessions exist.
type trail struct {
	store  *store
	newest atomic.Int64
}

func (tr *trail) step(int, int) {
	place := tr.newest.Load()
	tr.store.Update(strconv.FormatInt(place, 10), add(1))
	if place < 20000 {
		tr.newest.CompareAndSwap(place, place+1)
	}
}

// Others write the same session, and other ones, while a change is being made.
func TestAChangeIsCalledOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := with(map[string]int{"eve": 1, "bob": 1})
		var calls [4]int
		gate := make(chan struct{})
		count := func(who int, wait chan struct{}, answer error) func(int, bool) (int, error) {
			return func(value int, _ bool) (int, error) {
				calls[who]++
				if wait != nil {
					<-wait
				}
				return value + 1, answer
			}
		}
		testkit.InTurn(
			func() { s.Update("eve", count(0, gate, nil)) },
			func() { s.Update("eve", count(1, nil, nil)) },
			func() { s.Set("eve", 100) },
			func() { s.Update("bob", count(2, nil, nil)) },
			func() { s.Update("bob", count(3, nil, errors.New("sold out"))) },
			func() { close(gate) },
		)
		if calls != [4]int{1, 1, 1, 1} {
			t.Errorf("the changes of four Updates were called %v times", calls)
		}
	})
}
