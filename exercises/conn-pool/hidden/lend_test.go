package connpool_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"assay.test/testkit"
	"connpool"
)

// One user after the other needs one line.
func TestAConnectionIsUsedAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(3, x.dial)
		settle(s)
		if n := x.dials(); n != 0 {
			t.Errorf("nobody has asked for a connection, and %d were dialled", n)
		}
		for range 10 {
			must(t, "one user after the other", getSoon(t, pool)).release(pool)
			settle(ms)
		}
		if n := x.dials(); n != 1 {
			t.Errorf("one user after the other, and %d connections were dialled", n)
		}
		pool.Close()
	})
}

// Three at once need three, and the next three get the same.
func TestNoMoreThanNeeded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(8, x.dial)
		for range 3 {
			var lines []*line
			for range 3 {
				lines = append(lines, must(t, "there is room", getSoon(t, pool)))
			}
			for _, l := range lines {
				l.release(pool)
				settle(ms)
			}
		}
		if n := x.dials(); n != 3 {
			t.Errorf("never more than three connections were out, and %d were dialled", n)
		}
		pool.Close()
	})
}

// Twelve users come at once, and each keeps its line for a second; every fourth
// line breaks then.
func TestNeverMoreThanMax(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		x.prepare = func(l *line) {
			if l.number%4 == 1 {
				l.breaks = testkit.Elapsed() + 500*ms
			}
		}
		pool := connpool.New(3, x.dial)
		var served [12]loan
		for i := range served {
			go func() {
				served[i] = get(pool, t.Context())
				if served[i].err == nil {
					time.Sleep(s)
					served[i].line.release(pool)
				}
			}()
		}
		settle(60 * s)
		for i, l := range served {
			if !l.done || l.err != nil {
				t.Errorf("user %d of 12 got no connection: %v", i+1, l.err)
			}
		}
		if n := x.peak(); n != 3 {
			t.Errorf("12 users and a maximum of 3: there were %d connections at once", n)
		}
		for _, l := range x.lines {
			if l.usedLate {
				t.Errorf("connection %d was lent to two at once, or closed while somebody had it, or lent after that", l.number)
			}
		}
		pool.Close()
	})
}

// A line exists from the moment at which dial is called. Here no dial gets on, and
// nobody who waits for a lock keeps the time from passing, since none has to.
func TestADialCounts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		gate := make(chan struct{})
		pool := connpool.New(2, func(ctx context.Context) (*line, error) {
			l, err := x.dial(ctx)
			<-gate
			return l, err
		})
		for range 5 {
			go get(pool, t.Context())
			testkit.Quiesce()
		}
		if n := x.dials(); n > 2 {
			t.Errorf("a maximum of 2, and %d dials were under way at once", n)
		}
		close(gate)
		settle(s)
		if n := x.dials(); n != 2 {
			t.Errorf("five users and a maximum of 2: %d connections were dialled", n)
		}
	})
}

// A line exists until its Close has returned. Here none does for a while.
func TestAClosingConnectionCounts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		var conns testkit.Recorder[*stubborn]
		pool := connpool.New(2, func(context.Context) (*stubborn, error) {
			c := &stubborn{gate: gate}
			conns.Do(c, 0)
			return c, nil
		})
		for range 2 {
			if _, err := pool.Get(t.Context()); err != nil {
				t.Fatalf("there is room: Get gave %v", err)
			}
		}
		for _, c := range conns.Args() {
			c.broken = true
			go pool.Put(c)
			testkit.Quiesce()
		}
		for range 2 {
			go pool.Get(t.Context())
			testkit.Quiesce()
		}
		if n := conns.Len(); n > 2 {
			t.Errorf("a maximum of 2, and with two connections that were being closed there were %d", n)
		}
		close(gate)
		settle(s)
	})
}

// The line goes from hand to hand, at the moment of the Put.
func TestAWaitingGetIsServedByPut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(2, x.dial)
		first, second := must(t, "there is room", getSoon(t, pool)), must(t, "there is room", getSoon(t, pool))
		one := behind(pool, t.Context())
		two := behind(pool, t.Context())
		testkit.SleepUntil(3 * s)
		second.release(pool)
		testkit.SleepUntil(5 * s)
		first.release(pool)
		settle(60 * s)
		got := []*loan{one, two}
		slices.SortFunc(got, func(a, b *loan) int { return int(a.returned - b.returned) })
		got[0].expect(t, "a connection came back at 3s", 3*s, nil)
		got[1].expect(t, "another one came back at 5s", 5*s, nil)
		if n := x.dials(); n != 2 {
			t.Errorf("%d connections were dialled for a maximum of 2 that never broke", n)
		}
	})
}

// Six wait for one line. Whoever puts it back asks for it again at once.
func TestFirstComeFirstServed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(1, x.dial)
		held := must(t, "there is room", getSoon(t, pool))
		var order testkit.Recorder[int]
		for who := range 6 {
			go func() {
				for range 2 {
					l := get(pool, t.Context())
					if l.err != nil {
						t.Errorf("user %d: Get gave %v", who, l.err)
						return
					}
					order.Do(who, s)
					l.line.release(pool)
				}
			}()
			settle(ms)
		}
		held.release(pool)
		settle(60 * s)
		if got, want := order.Args(), []int{0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5}; !slices.Equal(got, want) {
			t.Errorf("six users, each of whom asks again at once when he has put the connection back, got it in the order %v", got)
		}
	})
}
