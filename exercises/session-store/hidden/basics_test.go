package session_test

import (
	"errors"
	"fmt"
	"testing"

	"session"
)

func TestKeepsSessions(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := session.New[string, int]()
		expect(t, s, map[string]int{})
		if value, found := s.Get("eve"); value != 0 || found {
			t.Errorf("a session that does not exist: %d, %v", value, found)
		}
		s.Set("eve", 1)
		s.Set("", 2)
		s.Set("eve", 3)
		s.Set("zero", 0)
		expect(t, s, map[string]int{"eve": 3, "": 2, "zero": 0})
		if !s.Delete("eve") || s.Delete("eve") || s.Delete("bob") {
			t.Error("Delete must tell whether there was a session")
		}
		if value, found := s.Get("eve"); value != 0 || found {
			t.Errorf("a session that has ended: %d, %v", value, found)
		}
		expect(t, s, map[string]int{"": 2, "zero": 0})
		s.Set("eve", 4)
		expect(t, s, map[string]int{"": 2, "zero": 0, "eve": 4})
		expect(t, session.New[string, int](), map[string]int{}) // another store
	})
}

func TestUpdatesSessions(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := with(map[string]int{"eve": 1, "zero": 0})
		for _, test := range []struct {
			key   string
			value int
			found bool
		}{{"eve", 1, true}, {"bob", 0, false}, {"bob", 7, true}, {"zero", 0, true}} {
			err := s.Update(test.key, func(value int, found bool) (int, error) {
				if value != test.value || found != test.found {
					t.Errorf("change of %q was given %d, %v; want %d, %v",
						test.key, value, found, test.value, test.found)
				}
				return value + 7, nil
			})
			if err != nil {
				t.Errorf("Update returned %v", err)
			}
		}
		expect(t, s, map[string]int{"eve": 8, "bob": 14, "zero": 7})
		s.Delete("bob")
		s.Update("bob", add(1))
		expect(t, s, map[string]int{"eve": 8, "bob": 1, "zero": 7})
	})
}

// Keys and values may be of any type.
func TestOtherTypes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		type id struct{ shop, visitor int }
		type cart struct{ articles []string }
		s := session.New[id, *cart]()
		s.Set(id{1, 2}, nil)
		s.Update(id{1, 3}, func(c *cart, found bool) (*cart, error) {
			if c != nil || found {
				t.Errorf("a new session has %v, %v", c, found)
			}
			return &cart{articles: []string{"tea"}}, nil
		})
		if c, found := s.Get(id{1, 2}); c != nil || !found {
			t.Errorf("a session whose value is nil: %v, %v", c, found)
		}
		if c, found := s.Get(id{1, 3}); !found || c == nil || len(c.articles) != 1 {
			t.Errorf("a session whose value is a pointer: %v, %v", c, found)
		}
		if s.Len() != 2 || len(s.Snapshot()) != 2 || !s.Delete(id{1, 2}) {
			t.Error("a session whose value is nil is a session")
		}
	})
}

func TestAFailedChangeChangesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := with(map[string]int{"eve": 1})
		soldOut := errors.New("sold out")
		for _, key := range []string{"eve", "bob", "bob"} {
			err := s.Update(key, func(int, bool) (int, error) { return 99, fmt.Errorf("adding: %w", soldOut) })
			if !errors.Is(err, soldOut) {
				t.Errorf("Update returned %v, want the error of change", err)
			}
			if _, found := s.Get("bob"); found {
				t.Error("a change that failed made a session")
			}
			expect(t, s, map[string]int{"eve": 1})
		}
		if s.Delete("bob") {
			t.Error("a change that failed left a session to delete")
		}
		err := s.Update("bob", func(value int, found bool) (int, error) {
			if value != 0 || found {
				t.Errorf("after a change that failed, the next one was given %d, %v", value, found)
			}
			return 2, nil
		})
		if err != nil {
			t.Errorf("Update returned %v", err)
		}
		expect(t, s, map[string]int{"eve": 1, "bob": 2})
	})
}
