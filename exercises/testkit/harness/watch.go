package harness

import (
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"assay.test/testkit/internal/mark"
)

const (
	tick = 20 * time.Millisecond
	// What a tick counts for at most: when the process got no processor for seconds, it is
	// not the test that took them.
	longestTick = 10 * tick
	// Readings of a process in which nothing can run, before that is believed.
	stuckReadings = 3
	wallTime      = "wall_time"
)

// watch ends the process when the running test is stuck or takes too long.
func (r *runner) watch() {
	watched, waited, stuck := -1, time.Duration(0), 0
	last, used := time.Now(), cpuTime()
	for {
		time.Sleep(tick)
		now, cpu := time.Now(), cpuTime()
		elapsed, busy := now.Sub(last), cpu-used
		last, used = now, cpu

		r.mu.Lock()
		index, running, before := r.index, r.running, r.before
		r.mu.Unlock()
		if !running || index != watched {
			watched, waited, stuck = index, 0, 0
			continue
		}
		waited += min(elapsed, longestTick)
		// A process that computes is not stuck, and is not stopped for a look.
		if busy < elapsed/4 && stuckBubble(look(), before) {
			stuck++
		} else {
			stuck = 0
		}
		switch {
		case stuck >= stuckReadings:
			r.hang(index, mark.Deadlock)
		case waited >= r.plan.limit && stuckForGood():
			r.hang(index, mark.Deadlock)
		case waited >= r.plan.limit:
			r.hang(index, wallTime)
		}
	}
}

// hang reports the running test and ends the process, unless the test has just ended.
func (r *runner) hang(index int, kind string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.running || r.index != index {
		return
	}
	name := r.plan.tests[index].Name
	r.channel.record("hang", "index="+strconv.Itoa(index)+" test="+strconv.QuoteToASCII(name)+
		" kind="+strconv.QuoteToASCII(kind)+
		" ns="+strconv.FormatInt(time.Since(r.started).Nanoseconds(), 10))
	stacks := make([]byte, dumpBytes)
	stacks = stacks[:runtime.Stack(stacks, true)]
	writeAll(2, []byte("harness: "+name+" hangs ("+kind+")\n\n"))
	writeAll(2, append(stacks, '\n'))
	exit(exitHang)
}

// stuckBubble tells whether a bubble of the running test can never move again: all of
// its members are parked although its clock does not advance, and nobody outside it
// could wake one. Outside it there may only be goroutines of package testing that wait
// for their subtests; any other might wait for the real clock.
func stuckBubble(now, before snapshot) bool {
	members := 0
	for id, g := range now.all {
		_, old := before.all[id]
		switch {
		case g.bubble && old, g.isSignalLoop():
		case g.bubble:
			if !locked[g.state] && g.state != "sleep" && !strings.HasPrefix(g.state, "synctest.") {
				return false
			}
			members++
		case g.state == "synctest.Run" || g.waitsForSubtest():
		default:
			return false
		}
	}
	return members > 0 && now.complete
}

// waitsForSubtest recognises the goroutines of package testing that have called T.Run.
func (g goroutine) waitsForSubtest() bool {
	return g.state == "chan receive" && strings.Contains(g.text, "\ntesting.(*T).Run(")
}

// stuckForGood tells, of a test that has used up its time, whether it was a deadlock: in
// three readings nobody could run, and nobody waited for a clock or for the network.
func stuckForGood() bool {
	for range stuckReadings {
		for _, g := range look().all {
			if !locked[g.state] && !strings.HasPrefix(g.state, "synctest.") && !g.isSignalLoop() &&
				!(g.bubble && g.state == "sleep") {
				return false
			}
		}
		time.Sleep(tick / 4)
	}
	return true
}

// cpuTime is what the process has used so far.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
