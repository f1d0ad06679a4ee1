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
			made := testkit.Contend(2, 1000, func(int, int) { counter.Store(counter.Load() + 1) })
			lost = int64(made[0]+made[1]) - counter.Load()
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
	made := testkit.Contend(3, 100, func(int, int) { counter.Add(1) })
	sum := 0
	for who, steps := range made {
		sum += steps
		if steps < 100 {
			t.Errorf("goroutine %d made %d steps", who, steps)
		}
	}
	if int64(sum) != counter.Load() {
		t.Errorf("%d steps made, %d reported", counter.Load(), sum)
	}
}
