package testkit_test

import (
	"runtime"
	"sync/atomic"
	"testing"

	"assay.test/testkit"
)

func TestContendShowsALostUpdate(t *testing.T) {
	for _, processors := range []int{1, 2} {
		previous := runtime.GOMAXPROCS(processors)
		var counter atomic.Int64
		lost, rounds := int64(0), 0
		for ; lost == 0 && rounds < 1000; rounds++ {
			counter.Store(0)
			round := testkit.Contend(2, 1000, func(int, int) { counter.Store(counter.Load() + 1) })
			lost = int64(round.Steps[0]+round.Steps[1]) - counter.Load()
		}
		if lost == 0 {
			t.Errorf("GOMAXPROCS %d: no update lost in %d rounds", processors, rounds)
		}
		if now := runtime.GOMAXPROCS(previous); now != processors {
			t.Errorf("GOMAXPROCS was %d before and is %d", processors, now)
		}
	}
}

func TestContendCountsItsSteps(t *testing.T) {
	var counter atomic.Int64
	round := testkit.Contend(3, 100, func(int, int) { counter.Add(1) })
	sum := 0
	for who, steps := range round.Steps {
		sum += steps
		if steps < 100 {
			t.Errorf("goroutine %d made %d steps", who, steps)
		}
	}
	if int64(sum) != counter.Load() {
		t.Errorf("%d steps made, %d reported", counter.Load(), sum)
	}
	if round.Met < 0 || round.Met > sum {
		t.Errorf("of %d steps %d met", sum, round.Met)
	}
}

// Every step of one waits for a step of the other, so every one of them meets.
func TestContendCountsWhoMet(t *testing.T) {
	turns := [2]chan bool{make(chan bool, 1), make(chan bool, 1)}
	turns[0] <- true
	round := testkit.Contend(2, 100, func(who, i int) {
		if i < 100 {
			<-turns[who]
			turns[1-who] <- true
		}
	})
	if round.Met == 0 {
		t.Error("no step met, although each waits for one of the other goroutine")
	}
}
