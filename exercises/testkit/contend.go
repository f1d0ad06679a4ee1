package testkit

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// A Contention says what happened in one round of Contend.
type Contention struct {
	Steps []int // how many each goroutine made
	Met   int   // of all steps, those during which another goroutine ended one of its own
}

// Contend makes several goroutines call step again and again at the same time,
// to show what atomic operations hide from the race detector: an update lost
// between a load and a store, two goroutines that both found nothing and both
// created it. step learns which goroutine it runs in, and how many steps that one
// has made before.
//
// It sets GOMAXPROCS to 4 or more meanwhile, and no goroutine leaves its loop before
// every other one has made the given number of steps too: at least steps, often
// more. So even on one core each is interrupted somewhere in its loop while
// another makes progress. How often they really meet depends on the machine and on what
// else runs there. So do some rounds, until enough steps have Met or, on a busy machine,
// a number of rounds is used up; and stop at the first that shows the bug.
//
// The goroutines are ordered with each other now and then: this finds no races.
func Contend(goroutines, steps int, step func(who, i int)) Contention {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(4, runtime.GOMAXPROCS(0))))
	var group sync.WaitGroup
	var arrived, met atomic.Int64
	made := make([]atomic.Int64, goroutines)
	for who := range goroutines {
		group.Go(func() {
			arrived.Add(1)
			for int(arrived.Load()) < goroutines {
				runtime.Gosched()
			}
			before := sum(made)
			for i := 0; i < steps || behind(made, steps); i++ {
				step(who, i)
				if now := sum(made); now != before {
					met.Add(1)
				}
				made[who].Add(1)
				before = sum(made)
			}
		})
	}
	group.Wait()
	counts := make([]int, goroutines)
	for who := range made {
		counts[who] = int(made[who].Load())
	}
	return Contention{counts, int(met.Load())}
}

func sum(made []atomic.Int64) (all int64) {
	for who := range made {
		all += made[who].Load()
	}
	return all
}

// behind tells whether somebody has made fewer steps than that.
func behind(made []atomic.Int64, steps int) bool {
	for who := range made {
		if int(made[who].Load()) < steps {
			return true
		}
	}
	return false
}
