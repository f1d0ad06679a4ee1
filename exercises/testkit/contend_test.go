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
		contention := testkit.Contend(300, func(int, int) { counter.Store(counter.Load() + 1) })
		if all(contention.Steps) == counter.Load() {
			t.Errorf("GOMAXPROCS %d: no update lost: %v", processors, contention)
		}
		if now := runtime.GOMAXPROCS(previous); now != processors {
			t.Errorf("GOMAXPROCS was %d before and is %d", processors, now)
		}
	}
}

func TestContendCountsItsSteps(t *testing.T) {
	var counter atomic.Int64
	contention := testkit.Contend(100, func(int, int) { counter.Add(1) })
	if all(contention.Steps) != counter.Load() {
		t.Errorf("%d steps made, %v reported", counter.Load(), contention)
	}
	if int64(contention.Met) > all(contention.Steps) {
		t.Errorf("more met than were made: %v", contention)
	}
}

// Each goroutine waits for a step of another one, so nearly all meet.
func TestContendEndsWhenEnoughHaveMet(t *testing.T) {
	var steps atomic.Int64
	contention := testkit.Contend(100, func(who, _ int) {
		// Until the other one has had its turn, or has left.
		mine := steps.Add(1)
		for spins := 0; steps.Load() == mine && spins < 1000; spins++ {
			runtime.Gosched()
		}
	})
	if contention.Met < 100 {
		t.Errorf("it ended before enough had met: %v", contention)
	}
}

// It ends even where goroutines never meet often enough.
func TestContendEndsWithoutMeetings(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		if contention := testkit.Contend(1<<40, func(int, int) {}); contention.Met == 1<<40 {
			t.Errorf("what a machine: %v", contention)
		}
	})
}

func all(steps [testkit.Contenders]int) (sum int64) {
	for _, n := range steps {
		sum += int64(n)
	}
	return sum
}
