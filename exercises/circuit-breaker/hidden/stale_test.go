package breaker_test

import (
	"testing"
	"time"

	"breaker"
)

// In each of these tests, calls that began before the breaker opened end when it
// has gone on to another state.

func TestLateFailuresDoNotProlongTheCooldown(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		late := begin(b)
		if !tripBeside(t, b, late) {
			return
		}
		time.Sleep(cooldown / 2)
		late.end(errDown)
		time.Sleep(cooldown/2 + ms)
		expectMade(t, b, nil, "a cooldown after the breaker opened, and half of it after a late failure")
	})
}

func TestLateSuccessesDoNotClose(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		one, two, three := begin(b), begin(b), begin(b)
		if !tripBeside(t, b, one, two, three) {
			return
		}
		time.Sleep(cooldown / 2)
		one.end(nil)
		expectRefused(t, b, "open, after a late success")

		time.Sleep(cooldown)
		two.end(nil)
		expectMade(t, b, errDown, "half-open, after a late success")
		expectRefused(t, b, "open again, after the call that tried the service out has failed")

		time.Sleep(cooldown + ms)
		probe := begin(b)
		three.end(nil)
		probe.end(errDown)
		expectRefused(t, b, "open again, after a late success beside the call that tried the service out")
	})
}

// Beside a call that tries the service out as well.
func TestLateFailuresDoNotOpenAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		one, two := begin(b), begin(b)
		if !tripBeside(t, b, one, two) {
			return
		}
		time.Sleep(cooldown + ms)
		one.end(errDown)
		probe := begin(b)
		two.end(errDown)
		if !probe.end(nil) {
			t.Error("half-open, after a late failure: a call was refused")
		}
		expectMade(t, b, nil, "closed again, after a late failure beside the call that tried the service out")
	})
}

// To have come back to the same state is not enough.
func TestLateOutcomesDoNotCountWhenClosedAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(4, cooldown)
		calls := []*slow{begin(b), begin(b), begin(b), begin(b), begin(b), begin(b)}
		if !tripBeside(t, b, calls...) {
			return
		}
		time.Sleep(cooldown + ms)
		expectMade(t, b, nil, "after the cooldown")
		for _, late := range calls[1:] {
			late.end(errDown)
		}
		expectMade(t, b, nil, "closed again, after late failures")

		expectMade(t, b, errDown, "closed again")
		expectMade(t, b, errDown, "closed again")
		calls[0].end(nil)
		if n := fails(b); n > 3 {
			t.Errorf("after two failures and a late success it took %d more to open; the threshold is 4", n)
		}
	})
}
