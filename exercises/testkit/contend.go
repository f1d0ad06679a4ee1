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
	Met   int             // how many of them were under way while another one ended
}

// Contenders is how many goroutines contend, and the least GOMAXPROCS while they do. More
// than there are cores, because it is where the system interrupts one in the middle of
// a step and lets another one run that they meet on a busy machine: with 3 threads
// it changed between them 1 to 20 times in 250 ms of CPU time on such a machine (and
// one run in ten showed nothing), with 16 hundreds of times.
const Contenders = 16

// batch is how many steps a goroutine makes between two looks at the clocks, which cost a
// system call each; but a step can take milliseconds where a mutex is handed on.
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
// It goes on until that many steps have met another one, each a chance for a wrong
// implementation to go wrong. A step has met another one if that one ended while it
// was under way, in whatever part of it: so ask for as many as it takes to hit the part
// that matters. Two hundred take some 5 to 30 ms on a machine that has
// two cores to spare. Elsewhere steps meet where the system interrupts one in the
// middle; then it ends when a quarter of a second of CPU time is used up, after
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
	ended           atomic.Int64 // steps, of all goroutines
	met             atomic.Int64
	over            atomic.Bool
	result          Contention
}

func (c *contest) run(who int, step func(who, i int)) {
	made := 0
	for !c.over.Load() {
		before := c.ended.Load()
		step(who, made)
		made++
		if c.ended.Add(1) != before+1 && c.met.Add(1) >= c.meetings || made%batch == 0 && c.late() {
			c.over.Store(true)
		}
	}
	c.result.Steps[who] = made
}

// late tells whether the machine has had its time to let goroutines meet.
func (c *contest) late() bool { return cpuTime() > c.cpuEnd || wallTime() > c.wallEnd }

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
