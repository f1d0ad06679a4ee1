package testkit_test

import (
	"slices"
	"sync"
	"testing"

	"assay.test/testkit"
)

func init() {
	cases["race in turn"] = func(t *testing.T) {
		shared := map[int]int{}
		testkit.InTurn(
			func() { shared[1]++ },
			func() { shared[2]++ },
		)
	}
	cases["race in turn, in a bubble"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) {
			sum := 0
			testkit.InTurn(func() { sum++ }, func() { sum++ })
		})
	}
	cases["race with a reader that skips the lock"] = func(t *testing.T) {
		var lock sync.Mutex
		sum, seen := 0, 0
		testkit.InTurn(
			func() { lock.Lock(); sum++; lock.Unlock() },
			func() { seen = sum },
		)
		_ = seen
	}
}

func TestStepsInTurnAreNotOrdered(t *testing.T) {
	needRace(t)
	for _, processors := range []string{"1", "2", "4"} {
		t.Setenv("GOMAXPROCS", processors)
		for _, name := range []string{
			"race in turn", "race in turn, in a bubble", "race with a reader that skips the lock",
		} {
			output := verdictOf(t, name)
			expect(t, output, "DATA RACE", "ok=false", `kind=""`)
			refuse(t, output, "fatal error")
		}
	}
}

func TestStepsInTurnFollowEachOther(t *testing.T) {
	var lock sync.Mutex
	var order []int
	note := func(i int) func() {
		return func() {
			lock.Lock()
			defer lock.Unlock()
			order = append(order, i)
		}
	}
	gate := make(chan struct{})
	testkit.InTurn(note(1), note(2), func() { <-gate; note(4)() }, note(3), func() { close(gate) })
	if !slices.Equal(order, []int{1, 2, 3, 4}) {
		t.Errorf("order %v; 4 had to wait for the gate", order)
	}
}
