package session

import (
	"errors"
	"fmt"
	"sync"
	"testing"
)

// Run these with `go test -race`. They are a beginning; the hidden tests check
// everything that README.md says.

type cart struct {
	items int
}

func add(n int) func(cart, bool) (cart, error) {
	return func(c cart, _ bool) (cart, error) {
		c.items += n
		return c, nil
	}
}

func TestOneVisitor(t *testing.T) {
	store := New[string, cart]()
	if _, found := store.Get("eve"); found {
		t.Error("a new store knows a session")
	}
	store.Set("eve", cart{items: 2})
	if err := store.Update("eve", add(3)); err != nil {
		t.Errorf("Update returned %v", err)
	}
	if c, found := store.Get("eve"); !found || c.items != 5 {
		t.Errorf("Get gave %v, %v; want five items", c, found)
	}
	if !store.Delete("eve") || store.Len() != 0 {
		t.Error("the session is still there after Delete")
	}
}

func TestAFailedChangeChangesNothing(t *testing.T) {
	store := New[string, cart]()
	store.Set("eve", cart{items: 2})
	soldOut := errors.New("sold out")
	err := store.Update("eve", func(c cart, _ bool) (cart, error) { return cart{}, soldOut })
	if !errors.Is(err, soldOut) {
		t.Errorf("Update returned %v, want the error of change", err)
	}
	if c, _ := store.Get("eve"); c.items != 2 {
		t.Errorf("after a change that failed there are %d items, want 2", c.items)
	}
}

func TestManyTabsOfManyVisitors(t *testing.T) {
	store := New[string, cart]()
	var tabs sync.WaitGroup
	for range 8 {
		tabs.Go(func() {
			for i := range 1000 {
				store.Update(fmt.Sprint("visitor ", i%10), add(1))
			}
		})
	}
	tabs.Wait()
	carts := store.Snapshot()
	if len(carts) != 10 {
		t.Errorf("the snapshot shows %d sessions, want 10", len(carts))
	}
	for visitor, c := range carts {
		if c.items != 800 {
			t.Errorf("%s has %d items, want 800", visitor, c.items)
		}
	}
}
