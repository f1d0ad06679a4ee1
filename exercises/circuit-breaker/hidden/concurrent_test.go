package breaker_test

import (
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

// Callers fail a breaker at the same time, and it does not open, since it has
// not seen as many failures as it takes. Afterwards it takes exactly the rest.
func TestNoFailureIsLost(t *testing.T) {
	TestNothingRaces(t) // it ends this test too if there is a race
	const each = 5000
	const threshold = each * testkit.Contenders
	bubble(t, func(t *testing.T) {
		b := breaker.New(threshold, cooldown)
		var counts [testkit.Contenders]int
		testkit.Contend(2000, func(who, i int) {
			if i < each-1 && call(b, errDown) {
				counts[who]++
			}
		})
		total := 0
		for _, n := range counts {
			total += n
		}
		for total <= threshold+1 && call(b, errDown) {
			total++
		}
		if total > threshold+1 || total < threshold-1 { // the exact number is for another test
			t.Errorf("a breaker that opens after %d failures in a row made %d failing calls", threshold, total)
		}
	})
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
