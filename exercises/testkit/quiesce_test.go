package testkit_test

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"assay.test/testkit"
)

// Eight goroutines work for a while and then wait for a mutex; after Quiesce all
// of them have done their work, whatever the number of processors.
func TestQuiesceWaitsForWhoeverCanGoOn(t *testing.T) {
	for _, processors := range []int{1, 2, 4} {
		previous := runtime.GOMAXPROCS(processors)
		var lock sync.Mutex
		var group sync.WaitGroup
		var done atomic.Int32
		lock.Lock()
		for range 8 {
			group.Go(func() {
				for range 1000 {
					runtime.Gosched()
				}
				done.Add(1)
				lock.Lock()
				defer lock.Unlock()
				done.Add(1)
			})
		}
		testkit.Quiesce()
		if done.Load() != 8 {
			t.Errorf("GOMAXPROCS %d: quiet when %d of 8 were done", processors, done.Load())
		}
		lock.Unlock()
		testkit.Quiesce()
		if done.Load() != 16 {
			t.Errorf("GOMAXPROCS %d: %d of 8 got the mutex", processors, done.Load()-8)
		}
		group.Wait()
		runtime.GOMAXPROCS(previous)
	}
}

// In a bubble the clock stands still while Quiesce waits, and a goroutine blocked
// on a mutex, for which synctest.Wait would wait for ever, counts as parked.
func TestQuiesceInABubble(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var lock sync.Mutex
		var group sync.WaitGroup
		gate := make(chan struct{})
		group.Go(func() { lock.Lock(); <-gate; lock.Unlock() })
		testkit.Quiesce()
		group.Go(func() { lock.Lock(); time.Sleep(0); lock.Unlock() })
		group.Go(func() { time.Sleep(time.Second) })
		testkit.Quiesce()
		if lock.TryLock() {
			t.Error("the mutex is free, although its holder waits at the gate")
		}
		if testkit.Elapsed() != 0 {
			t.Errorf("the clock shows %v", testkit.Elapsed())
		}
		close(gate)
		group.Wait()
	})
}
