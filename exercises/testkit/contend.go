package testkit

import (
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// A Contention says what happened in a call of Contend.
type Contention struct {
	Steps []int // how many each goroutine made
	Met   int   // how often a goroutine made a batch of steps while another one ended a batch
}

// batch is how many steps a goroutine makes before it looks at the others: most of
// its time must pass in the steps, since an interruption elsewhere shows nothing.
const batch = 32

// What a Contend may use where goroutines hardly ever meet: on a busy machine, or
// where a mutex is handed on to goroutines that the machine has no time for. Both
// are those of the real clock, in a bubble too, and none decides a test.
const (
	contendCPU  = 250 * time.Millisecond // of the whole process
	contendWall = 2 * time.Second
)

// Contend makes several goroutines call step again and again at the same time,
// to show what atomic operations hide from the race detector: an update lost
// between a load and a store, two goroutines that both found nothing and both
// created it. step learns which goroutine it runs in, and how many steps that one
// has made before.
//
// GOMAXPROCS is 4 or more meanwhile. It goes on until goroutines have met that often,
// each time for a batch of 32 steps, which takes some milliseconds on a machine that has
// two cores to spare. Elsewhere goroutines meet where the system interrupts one in the
// middle of a step; then it ends when a quarter of a second of CPU time is used up, after
// some dozens of interruptions. However long it took, the test looks at the result in the
// same way. A step should do little besides the call that it is about.
//
// A goroutine may make very many steps while the others wait for a processor, so
// a step must not become slower and slower. The goroutines are ordered with
// each other now and then: this finds no races.
func Contend(goroutines, meetings int, step func(who, i int)) Contention {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(4, runtime.GOMAXPROCS(0))))
	c := contest{meetings: int64(meetings), made: make([]atomic.Int64, goroutines)}
	c.cpuEnd, c.wallEnd = cpuTime()+contendCPU, wallTime()+contendWall
	var group sync.WaitGroup
	for who := range goroutines {
		group.Go(func() { c.run(who, step) })
	}
	group.Wait()
	result := Contention{Steps: make([]int, goroutines), Met: int(c.met.Load())}
	for who := range c.made {
		result.Steps[who] = int(c.made[who].Load()) * batch
	}
	return result
}

type contest struct {
	meetings        int64
	cpuEnd, wallEnd time.Duration
	made            []atomic.Int64 // batches of each goroutine
	met             atomic.Int64
	over            atomic.Bool
}

func (c *contest) run(who int, step func(who, i int)) {
	for i := 0; !c.over.Load(); i += batch {
		before := c.sum()
		for k := range batch {
			step(who, i+k)
		}
		if c.sum() != before && c.met.Add(1) >= c.meetings {
			c.over.Store(true)
		}
		c.made[who].Add(1)
		if cpuTime() > c.cpuEnd || wallTime() > c.wallEnd {
			c.over.Store(true)
		}
	}
}

func (c *contest) sum() (all int64) {
	for who := range c.made {
		all += c.made[who].Load()
	}
	return all
}

// cpuTime is what the process has used so far.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// wallTime is the real time of day, which package time does not give in a bubble.
func wallTime() time.Duration {
	var now syscall.Timeval
	if err := syscall.Gettimeofday(&now); err != nil {
		panic(err)
	}
	return time.Duration(now.Nano())
}
