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
	Steps [Contenders]int // how many each goroutine made
	Met   int             // how often a goroutine made a batch of steps while another one ended a batch
}

// Contenders is how many goroutines contend, and the least GOMAXPROCS while they do. More
// than there are cores, because it is where the system interrupts one in the middle of
// a step and lets another one run that they meet on a busy machine: with 3 threads
// it changed between them 1 to 20 times in 250 ms of CPU time on such a machine (and
// one run in ten showed nothing), with 16 hundreds of times.
const Contenders = 16

// batch is how many steps a goroutine makes before it looks at the others and at the
// clock: most of its time must pass in the steps, since an interruption elsewhere shows
// nothing; but a step can take milliseconds where a mutex is handed on.
const batch = 8

// What a Contend may use where goroutines hardly ever meet: on a busy machine, or
// where a mutex is handed on to goroutines that the machine has no time for. Both
// are those of the real clock, in a bubble too, and none decides a test.
const (
	contendCPU  = 250 * time.Millisecond // of the whole process
	contendWall = 2 * time.Second
)

// Contend makes its goroutines call step again and again at the same time,
// to show what atomic operations hide from the race detector: an update lost
// between a load and a store, two goroutines that both found nothing and both
// created it. step learns which goroutine it runs in, and how many steps that one
// has made before.
//
// It goes on until goroutines have met that often,
// each time for a batch of eight steps, which takes some milliseconds on a machine that has
// two cores to spare. Elsewhere goroutines meet where the system interrupts one in the
// middle of a step; then it ends when a quarter of a second of CPU time is used up, after
// some dozens of interruptions. However long it took, the test looks at the result in the
// same way. A step should do little besides the call that it is about.
//
// A goroutine may make very many steps while the others wait for a processor, so
// a step must not become slower and slower. The goroutines are ordered with
// each other now and then: this finds no races.
func Contend(meetings int, step func(who, i int)) Contention {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(Contenders, runtime.GOMAXPROCS(0))))
	c := contest{meetings: int64(meetings)}
	c.cpuEnd, c.wallEnd = cpuTime()+contendCPU, wallTime()+contendWall
	var group sync.WaitGroup
	for who := range Contenders {
		group.Go(func() { c.run(who, step) })
	}
	group.Wait()
	c.result.Met = int(c.met.Load())
	return c.result
}

type contest struct {
	meetings        int64
	cpuEnd, wallEnd time.Duration
	batches         atomic.Int64 // of all goroutines
	met             atomic.Int64
	over            atomic.Bool
	result          Contention
}

func (c *contest) run(who int, step func(who, i int)) {
	made := 0
	for !c.over.Load() {
		before := c.batches.Load()
		for range batch {
			step(who, made)
			made++
		}
		if c.batches.Add(1) != before+1 && c.met.Add(1) >= c.meetings ||
			cpuTime() > c.cpuEnd || wallTime() > c.wallEnd {
			c.over.Store(true)
		}
	}
	c.result.Steps[who] = made
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
