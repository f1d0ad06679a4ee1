package connpool_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"connpool"
)

var errRefused = errors.New("refused")

// A dial that fails costs its Get and leaves the place free.
func TestADialThatFails(t *testing.T) {
	bubble(t, func(t *testing.T) {
		x := exchange{refuse: errRefused}
		pool := connpool.New(2, x.dial)
		for range 5 {
			l := getSoon(t, pool)
			l.expect(t, "every dial fails", 0, errRefused)
		}
		x.refuse = nil
		one, two := getSoon(t, pool), getSoon(t, pool)
		must(t, "dials succeed again", one)
		must(t, "dials succeed again", two)
	})
}

// It also leaves it to who waits for it, and who dials then.
func TestADialThatFailsLetsTheNextTry(t *testing.T) {
	bubble(t, func(t *testing.T) {
		results := make(chan error)
		pool := connpool.New(1, func(context.Context) (*line, error) { return &line{}, <-results })
		errs := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := pool.Get(t.Context())
				errs <- err
			}()
			testkit.Quiesce()
		}
		for i, result := range []error{errRefused, nil} {
			select {
			case results <- result:
			default:
				t.Fatalf("dials before: %d, all of them failed; two users want a connection, and nobody dials", i)
			}
			testkit.Quiesce()
		}
		for _, want := range []error{errRefused, nil} {
			select {
			case err := <-errs:
				if !errors.Is(err, want) {
					t.Errorf("the dial gave %v, and its Get gave %v", want, err)
				}
			default:
				t.Errorf("the dial gave %v, and its Get has not returned", want)
			}
		}
	})
}

// While one dial is under way, everybody else gets on.
func TestADialHoldsUpNobody(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		gate := make(chan struct{})
		pool := connpool.New(3, func(ctx context.Context) (*line, error) {
			if ctx.Value(slowly{}) != nil {
				<-gate
			}
			return x.dial(ctx)
		})
		held := must(t, "there is room", getSoon(t, pool))
		behind(pool, context.WithValue(t.Context(), slowly{}, true))
		defer settle(s)
		defer close(gate)
		for _, step := range []struct {
			what string
			do   func()
		}{
			{"a Put", func() { pool.Put(held) }},
			{"a Get for which a connection is idle", func() { pool.Get(t.Context()) }},
			{"another Get that dials", func() { pool.Get(t.Context()) }},
		} {
			if !testkit.Finishes(step.do) {
				t.Fatalf("while somebody dials, %s has to wait", step.what)
			}
		}
	})
}

type slowly struct{}

// While a broken line is being closed, everybody else gets on.
func TestACloseHoldsUpNobody(t *testing.T) {
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		pool := connpool.New(3, func(context.Context) (*stubborn, error) { return &stubborn{gate: gate}, nil })
		var conns [2]*stubborn
		for i := range conns {
			conn, err := pool.Get(t.Context())
			if err != nil {
				t.Fatalf("there is room: Get gave %v", err)
			}
			conns[i] = conn
		}
		conns[0].broken = true
		go pool.Put(conns[0])
		settle(ms)
		defer settle(s)
		defer close(gate)
		for _, step := range []struct {
			what string
			do   func()
		}{
			{"a Put", func() { pool.Put(conns[1]) }},
			{"a Get for which a connection is idle", func() { pool.Get(t.Context()) }},
			{"a Get that dials", func() { pool.Get(t.Context()) }},
		} {
			if !testkit.Finishes(step.do) {
				t.Fatalf("while a connection is being closed, %s has to wait", step.what)
			}
		}
	})
}

// The same while a Get closes an idle line that it came upon, and that had broken.
func TestACloseByGetHoldsUpNobody(t *testing.T) {
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		breaks := 10 * s
		pool := connpool.New(3, func(context.Context) (*stubborn, error) {
			c := &stubborn{gate: gate, breaks: breaks}
			breaks = 0
			return c, nil
		})
		conn, err := pool.Get(t.Context())
		if err != nil {
			t.Fatalf("there is room: Get gave %v", err)
		}
		pool.Put(conn)
		settle(20 * s)
		go pool.Get(t.Context())
		settle(ms)
		defer settle(s)
		defer close(gate)
		if !testkit.Finishes(func() { pool.Get(t.Context()) }) {
			t.Error("while a Get closes a broken connection, another one, for which there is room, has to wait")
		}
	})
}

// stubborn does not close before its gate opens.
type stubborn struct {
	gate   chan struct{}
	broken bool
	breaks time.Duration // from this instant on it is not usable; 0 is never
}

func (c *stubborn) Usable() bool {
	return !c.broken && (c.breaks == 0 || testkit.Elapsed() < c.breaks)
}
func (c *stubborn) Close() error { <-c.gate; return nil }

func TestABrokenConnectionIsNotUsedAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(2, x.dial)
		for round := range 5 {
			l := must(t, "there is room", getSoon(t, pool))
			if l.number != round {
				t.Fatalf("connection %d had been broken when it was put back, and Get gave it again", l.number)
			}
			settle(2 * ms)
			l.breaks = ms
			l.release(pool)
			if l.closes != 1 {
				t.Errorf("a broken connection was closed %d times by Put", l.closes)
			}
			settle(ms)
		}
		pool.Close()
	})
}

// The place of a broken line goes to who waits, and who dials then.
func TestABrokenConnectionMakesRoom(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(1, x.dial)
		held := must(t, "there is room", getSoon(t, pool))
		one := behind(pool, t.Context())
		testkit.SleepUntil(3 * s)
		held.breaks = s
		held.release(pool)
		settle(60 * s)
		one.expect(t, "a broken connection came back at 3s", 3*s, nil)
		if one.line == held {
			t.Error("a broken connection was handed on")
		}
	})
}

// Lines break while nobody has them. They are not lent any more, but one that
// is still sound is.
func TestAConnectionThatBreaksWhileIdle(t *testing.T) {
	for sound := range 4 { // 3: none of them is
		bubble(t, func(t *testing.T) {
			x := exchange{prepare: func(l *line) {
				if l.number < 3 && l.number != sound {
					l.breaks = 10 * s
				}
			}}
			pool := connpool.New(3, x.dial)
			var lines []*line
			for range 3 {
				lines = append(lines, must(t, "there is room", getSoon(t, pool)))
			}
			for _, l := range lines {
				l.release(pool)
				settle(ms)
			}
			testkit.SleepUntil(20 * s)
			if l := must(t, "there are connections, or there is room", getSoon(t, pool)); l.number != sound {
				t.Errorf("of the idle connections 0, 1 and 2 only number %d is usable (3: none), and Get gave number %d", sound, l.number)
			}
			for range 2 { // the places of the others are there
				must(t, "two of three connections broke while they were idle", getSoon(t, pool))
			}
			for _, l := range lines {
				if l.number != sound && l.closes != 1 {
					t.Errorf("connection %d broke while it was idle, and was closed %d times when its place was taken", l.number, l.closes)
				}
			}
		})
	}
}
