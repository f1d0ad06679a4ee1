package testkit

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Contend makes several goroutines call step again and again at the same time,
// to show what atomic operations hide from the race detector: an update lost
// between a load and a store, two goroutines that both found nothing and both
// created it.
//
// It sets GOMAXPROCS to 4 or more meanwhile, and no goroutine leaves its loop before
// every other one has made the given number of steps too. So even on one core
// each is interrupted somewhere in its loop while another makes progress. A
// bug that needs an interruption at the right instant wants several rounds
// of Contend; stop at the first that shows it.
//
// step learns which goroutine it runs in, and how many steps that one has made
// before. The result is how many steps each made: at least steps, often more.
// The goroutines are ordered with each other now and then: this finds no races.
func Contend(goroutines, steps int, step func(who, i int)) []int {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(4, runtime.GOMAXPROCS(0))))
	var group sync.WaitGroup
	var arrived atomic.Int32
	made := make([]atomic.Int64, goroutines)
	for who := range goroutines {
		group.Go(func() {
			arrived.Add(1)
			for int(arrived.Load()) < goroutines {
				runtime.Gosched()
			}
			for i := 0; i < steps || behind(made, steps); i++ {
				step(who, i)
				made[who].Add(1)
			}
		})
	}
	group.Wait()
	counts := make([]int, goroutines)
	for who := range made {
		counts[who] = int(made[who].Load())
	}
	return counts
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
