package connpool_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"assay.test/testkit"
	"connpool"
)

// Close closes what is idle, once, and says what went wrong.
func TestCloseClosesWhatIsIdle(t *testing.T) {
	bubble(t, func(t *testing.T) {
		x := exchange{prepare: func(l *line) { l.fails = fmt.Errorf("line %d: %w", l.number, errRefused) }}
		pool := connpool.New(4, x.dial)
		var lines []*line
		for range 3 {
			lines = append(lines, must(t, "there is room", getSoon(t, pool)))
		}
		lines[1].fails = nil
		for _, l := range lines {
			l.release(pool)
			settle(ms)
		}
		err := pool.Close()
		for _, l := range lines {
			if !errors.Is(err, l.fails) && l.fails != nil {
				t.Errorf("a connection's Close gave %q; not to be found in %v", l.fails, err)
			}
		}
		if err := pool.Close(); err != nil {
			t.Errorf("the second Close gave %v", err)
		}
		for _, l := range lines {
			if l.closes != 1 {
				t.Errorf("idle connection %d was closed %d times", l.number, l.closes)
			}
		}
	})
}

func TestCloseOfASoundPool(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(2, x.dial)
		must(t, "there is room", getSoon(t, pool)).release(pool)
		settle(ms)
		if err := pool.Close(); err != nil {
			t.Errorf("no connection failed to close, and Close gave %T %v", err, err)
		}
	})
}

// Who waits when Close is called learns it then; who comes later too.
func TestCloseReleasesThoseWhoWait(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(1, x.dial)
		held := must(t, "there is room", getSoon(t, pool))
		one := behind(pool, t.Context())
		two := behind(pool, t.Context())
		testkit.SleepUntil(3 * s)
		go pool.Close()
		settle(s)
		one.expect(t, "the pool was closed at 3s", 3*s, connpool.ErrClosed)
		two.expect(t, "the pool was closed at 3s", 3*s, connpool.ErrClosed)
		for range 32 {
			late := getSoon(t, pool)
			late.expect(t, "the pool was closed at 3s and asked at 4s", 4*s, connpool.ErrClosed)
		}
		runtime.KeepAlive(held) // it never comes back
		if n := x.dials(); n != 1 {
			t.Errorf("%d connections were dialled, want 1", n)
		}
	})
}

// The pool is closed while a Get closes a broken line that it came upon.
func TestCloseWhileAGetLooks(t *testing.T) {
	bubble(t, func(t *testing.T) {
		x := exchange{prepare: func(l *line) { l.breaks, l.slow = 10*s, 5*s }}
		pool := connpool.New(1, x.dial)
		must(t, "there is room", getSoon(t, pool)).release(pool)
		settle(20 * s)
		one := behind(pool, t.Context())
		if one.done {
			return // that it was given what is broken is another criterion's business
		}
		go pool.Close()
		settle(60 * s)
		if !errors.Is(one.err, connpool.ErrClosed) {
			t.Errorf("the pool was closed while a Get was looking for a connection, and it gave the error %v; want ErrClosed", one.err)
		}
	})
}

// A line that is out is its user's business until Put.
func TestAConnectionThatIsOutIsClosedByPut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(2, x.dial)
		held := must(t, "there is room", getSoon(t, pool))
		var closed time.Duration
		go func() {
			pool.Close()
			closed = testkit.Elapsed()
		}()
		settle(5 * s)
		if closed != 0 && held.closes > 0 || held.usedLate {
			t.Error("Close closed a connection that was out")
		}
		testkit.SleepUntil(10 * s)
		held.release(pool)
		settle(s)
		if held.closes != 1 {
			t.Errorf("a connection came back after Close, and was closed %d times", held.closes)
		}
	})
}

// Close waits neither for a line that is out nor for a dial.
func TestCloseDoesNotWait(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(2, x.dial)
		held := must(t, "there is room", getSoon(t, pool))
		time.AfterFunc(10*s, func() { held.release(pool) })
		pool.Close()
		if now := testkit.Elapsed(); now != 0 {
			t.Errorf("Close waited %v for a connection that was out", now)
		}
		settle(20 * s)
	})
}

// The pool is closed while a dial is under way.
func TestADialThatEndsAfterClose(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		gate := make(chan struct{})
		pool := connpool.New(1, func(ctx context.Context) (*line, error) {
			l, err := x.dial(ctx)
			<-gate
			return l, err
		})
		one := behind(pool, t.Context())
		closed := testkit.Finishes(func() { pool.Close() })
		close(gate)
		settle(s)
		if !closed {
			t.Fatal("Close waits for a dial")
		}
		if !errors.Is(one.err, connpool.ErrClosed) {
			t.Errorf("the pool was closed during a dial, and its Get gave the error %v; want ErrClosed", one.err)
		}
		if len(x.lines) != 1 || x.lines[0].closes != 1 {
			t.Error("the pool was closed during a dial, and the new connection was not closed, or more than once")
		}
	})
}
