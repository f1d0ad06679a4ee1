package connpool_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"connpool"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.
//
// They run in bubbles of testing/synctest, in which time is virtual: a second of
// sleep takes no time at all. synctest.Wait returns when every other goroutine of
// the bubble waits for something. A bubble panics if goroutines are left in it.

type line struct {
	number int
	broken bool
	closed int
}

func (l *line) Usable() bool { return !l.broken }
func (l *line) Close() error { l.closed++; return nil }

// exchange numbers the lines that it dials.
func exchange() (dial func(context.Context) (*line, error), lines *[]*line) {
	lines = new([]*line)
	return func(context.Context) (*line, error) {
		l := &line{number: len(*lines)}
		*lines = append(*lines, l)
		return l, nil
	}, lines
}

func get(t *testing.T, pool *connpool.Pool[*line]) *line {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	l, err := pool.Get(ctx)
	if err != nil {
		t.Fatalf("Get: %v", err)
	}
	return l
}

func TestALineIsUsedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, lines := exchange()
		pool := connpool.New(3, dial)
		for range 5 {
			pool.Put(get(t, pool))
		}
		if len(*lines) != 1 {
			t.Errorf("one user after the other, and %d lines were dialled", len(*lines))
		}
		pool.Close()
		if l := (*lines)[0]; l.closed != 1 {
			t.Errorf("the line was closed %d times", l.closed)
		}
	})
}

func TestGetWaitsForPut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, lines := exchange()
		pool := connpool.New(1, dial)
		first := get(t, pool)
		time.AfterFunc(3*time.Second, func() { pool.Put(first) })
		start := time.Now()
		if second := get(t, pool); second != first || time.Since(start) != 3*time.Second {
			t.Errorf("got line %d after %v; want line %d after 3s", second.number, time.Since(start), first.number)
		}
		pool.Put(first)
		pool.Close()
		if len(*lines) != 1 {
			t.Errorf("the pool holds one line, and %d were dialled", len(*lines))
		}
	})
}

func TestGetGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, _ := exchange()
		pool := connpool.New(1, dial)
		held := get(t, pool)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := pool.Get(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("with the only line out, Get gave %v", err)
		}
		pool.Put(held)
		pool.Put(get(t, pool))
		pool.Close()
		if _, err := pool.Get(t.Context()); !errors.Is(err, connpool.ErrClosed) {
			t.Errorf("after Close, Get gave %v", err)
		}
	})
}

func TestABrokenLineIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, lines := exchange()
		pool := connpool.New(1, dial)
		l := get(t, pool)
		l.broken = true
		pool.Put(l)
		fresh := get(t, pool)
		if fresh == l || l.closed != 1 || len(*lines) != 2 {
			t.Errorf("got line %d; line %d was broken, and has been closed %d times", fresh.number, l.number, l.closed)
		}
		pool.Put(fresh)
		pool.Close()
	})
}
