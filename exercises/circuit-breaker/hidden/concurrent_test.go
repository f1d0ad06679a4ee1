package breaker_test

import (
	"sync/atomic"
	"testing"
	"time"

	"assay.test/testkit"
	"breaker"
)

// Nobody waits because somebody else's call is under way.
func TestNobodyWaitsForACall(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		one := begin(b)
		free := testkit.Finishes(func() { call(b, nil) })
		free = testkit.Finishes(func() { b.State() }) && free
		one.end(nil)
		if !free {
			t.Error("closed: Do or State waited for a call that was under way")
		}

		halfOpen(t, b)
		probe := begin(b)
		free = testkit.Finishes(func() { call(b, nil) })
		free = testkit.Finishes(func() { b.State() }) && free
		probe.end(nil)
		if !free {
			t.Error("half-open: Do or State waited for the call that was under way")
		}
	})
}

func TestNothingRaces(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(2, cooldown)
		up, down := func() { call(b, nil) }, func() { call(b, errDown) }
		later := func(f func()) func() {
			return func() { time.Sleep(cooldown + ms); f() }
		}
		state := func() { b.State() }
		testkit.InTurn(up, down, up, state, down, down, state, down)
		testkit.InTurn(later(down), later(down), later(state))
		testkit.InTurn(later(up), up, state)
		testkit.InTurn(down, func() { cancelled(b) }, down)
		testkit.InTurn(later(func() { cancelled(b) }), later(up), later(state))
	})
}

// Callers fail a breaker at the same time, and it does not open, since it lacks two
// failures. Afterwards it takes as many as it would if they had come one by one. It is a row of breakers, one after the other.
func TestNoFailureIsLost(t *testing.T) {
	TestNothingRaces(t) // it ends this test too if there is a race
	bubble(t, func(t *testing.T) {
		alone := failsAlone(t) // the exact number is for another test
		var row row
		for i := range row.breakers {
			row.breakers[i] = breaker.New(threshold, cooldown)
		}
		testkit.Contend(200, row.step)
		made := int(row.tickets.Load())
		for i := 0; i*contended < made && i < len(row.breakers); i++ {
			total := min(made-i*contended, contended)
			for total <= threshold+2 && call(row.breakers[i], errDown) {
				total++
			}
			if total != alone {
				t.Fatalf("a breaker that opens after %d failures in a row made %d failing calls, many at once", threshold, total)
			}
		}
	})
}

const (
	threshold = 100
	contended = threshold - 2 // so many calls fail at the same time
)

// failsAlone is how many failing calls a breaker makes, one after the other, before it is open.
func failsAlone(t *testing.T) int {
	b, n := breaker.New(threshold, cooldown), 0
	for n <= threshold+1 && call(b, errDown) {
		n++
	}
	if n < threshold-1 || n > threshold+1 {
		t.Fatalf("a breaker that opens after %d failures in a row made %d failing calls", threshold, n)
	}
	return n
}

// A row of breakers: each is failed as often as it bears, and then the next one.
type row struct {
	tickets  atomic.Int64
	breakers [1000]*breaker.Breaker
}

func (r *row) step(int, int) {
	if r.tickets.Load() >= int64(len(r.breakers)*contended) {
		return // long enough
	}
	if ticket := r.tickets.Add(1) - 1; ticket < int64(len(r.breakers)*contended) {
		call(r.breakers[ticket/contended], errDown)
	}
}

func TestNothingKeepsRunning(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		expectMade(t, b, nil, "closed")
		halfOpen(t, b)
		call(b, nil)
		halfOpen(t, b)
		call(b, errDown)
	})
}
