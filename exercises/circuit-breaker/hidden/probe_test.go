package breaker_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"assay.test/testkit"
	"breaker"
)

// While the one call is under way no other is made, however long it takes.
func TestOneProbeAtATime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		halfOpen(t, b)
		probe := begin(b)
		others, waiting := 0, false
		for range 5 {
			result := make(chan bool, 1)
			if !testkit.Finishes(func() { result <- call(b, nil) }) {
				waiting = true // that it must not is for another test
				break
			}
			if <-result {
				others++
			}
			time.Sleep(cooldown)
		}
		if others > 0 && !waiting {
			t.Errorf("%d calls were made beside the one that tries the service out", others)
		}
		if !probe.end(nil) {
			t.Error("after the cooldown a call was refused")
		}
	})
}

// Callers come at the same time to breakers whose cooldown is over, to one after the other.
// The bubble's clock stands still while somebody runs, so only one call to each is
// made: when it has failed, another cooldown begins.
func TestOneOfManyTriesOut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var trials trials
		for i := range trials.breakers {
			trials.breakers[i] = breaker.New(1, cooldown)
			trip(t, trials.breakers[i])
		}
		testkit.Contend(400, trials.step)
		for at := range min(int(trials.current.Load()), len(trials.made[0])) {
			made := 0
			for who := range trials.made {
				made += int(trials.made[who][at])
			}
			if made > 1 {
				t.Fatalf("%d calls were made to try the service out, at the same time", made)
			}
		}
	})
}

// Trials of breakers, one after the other. After the last one there is another round: all
// callers have come to its beginning when the clock gets there.
type trials struct {
	current  atomic.Int64
	breakers [500]*breaker.Breaker
	made     [testkit.Contenders][20000]uint8
}

func (tr *trials) step(who, _ int) {
	at := tr.current.Load()
	if at == int64(len(tr.made[who])) {
		return // long enough
	}
	round, place := at/int64(len(tr.breakers)), at%int64(len(tr.breakers))
	testkit.SleepUntil(time.Duration(1+round) * 2 * cooldown)
	if call(tr.breakers[place], errDown) {
		tr.made[who][at]++
	} else {
		tr.current.CompareAndSwap(at, at+1)
	}
}

// When it has succeeded the breaker is closed, and counts from the beginning.
func TestASuccessfulProbeCloses(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(5, cooldown)
		halfOpen(t, b)
		expectMade(t, b, nil, "after the cooldown")
		for range 3 {
			expectMade(t, b, errDown, "closed again, with a threshold of five and fewer failures than that")
		}
		expectMade(t, b, nil, "closed again, with a threshold of five and three failures")
	})
}

// When it has failed the breaker is open again, for a whole cooldown from then on.
func TestAFailedProbeOpensAgain(t *testing.T) {
	for _, test := range []struct {
		knock time.Duration // after the failure
		made  bool
	}{{0, false}, {cooldown - ms, false}, {cooldown + ms, true}} {
		bubble(t, func(t *testing.T) {
			b := breaker.New(3, cooldown)
			halfOpen(t, b)
			for round := range 3 {
				b.Do(t.Context(), func(context.Context) error {
					time.Sleep(2 * s)
					return errDown
				})
				if round == 2 {
					break
				}
				time.Sleep(cooldown + ms)
			}
			time.Sleep(test.knock)
			if made := call(b, nil); made != test.made {
				t.Errorf("%v after the call that tried the service out had failed: was a call made? %v", test.knock, made)
			}
		})
	}
}

func TestState(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := breaker.New(3, cooldown)
		expect := func(want breaker.State, when string) {
			t.Helper()
			if got := b.State(); got != want {
				t.Errorf("%s: State is %v, want %v", when, got, want)
			}
		}
		expect(breaker.Closed, "new")
		trip(t, b)
		expect(breaker.Open, "after failures in a row")
		time.Sleep(cooldown - ms)
		expect(breaker.Open, "a millisecond before the end of the cooldown")
		time.Sleep(2 * ms)
		expect(breaker.HalfOpen, "a millisecond after the end of the cooldown, when nobody has called yet")

		probe := begin(b)
		state := make(chan breaker.State, 1)
		if testkit.Finishes(func() { state <- b.State() }) { // that it must is for another test
			if got := <-state; got != breaker.HalfOpen {
				t.Errorf("during the call that tries the service out: State is %v, want %v", got, breaker.HalfOpen)
			}
		}
		probe.end(errDown)
		expect(breaker.Open, "after it failed")
		time.Sleep(cooldown + ms)
		call(b, nil)
		expect(breaker.Closed, "after the next one succeeded")
	})
}

func TestStatesHaveNames(t *testing.T) {
	for state, name := range map[breaker.State]string{
		breaker.Closed: "closed", breaker.Open: "open", breaker.HalfOpen: "half-open",
	} {
		if got := state.String(); got != name {
			t.Errorf("the state %s is called %q", name, got)
		}
	}
}
