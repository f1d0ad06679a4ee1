package harness

import (
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"assay.test/testkit/internal/mark"
)

// runner runs the plan. The watchdog shares it.
type runner struct {
	plan    plan
	process *process
	races   int // how many the finished tests account for

	mu      sync.Mutex // guards what follows, and the order of records
	channel *channel
	index   int       // of the test that runs, or ran last
	running bool      // whether the watchdog is to watch
	before  snapshot  // goroutines that are older than the test
	started time.Time // real time
}

// result is what a test came to.
type result struct {
	outcome string // passed, failed, skipped
	kind    string // of a failure: leak, deadlock or ""
	races   int
	procs   int // GOMAXPROCS as the test left it
	took    time.Duration
	left    []goroutine
}

func (r *runner) run() {
	r.say("start", "tests="+strconv.Itoa(len(r.plan.tests))+" gomaxprocs="+
		strconv.Itoa(runtime.GOMAXPROCS(0))+" go="+strconv.QuoteToASCII(runtime.Version()))
	for i, test := range r.plan.tests {
		res := r.one(i, test)
		r.say("end", describe(i, test, res))
		next := i + 1
		if why := taint(res); why != "" && next < len(r.plan.tests) {
			r.say("stop", "next="+strconv.Itoa(next)+" reason="+strconv.QuoteToASCII(why))
			exit(exitDone)
		}
	}
	r.say("done", "tests="+strconv.Itoa(len(r.plan.tests)))
	exit(exitDone)
}

func (r *runner) say(word, fields string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.channel.record(word, fields)
}

func describe(index int, test Test, res result) string {
	return "index=" + strconv.Itoa(index) + " test=" + strconv.QuoteToASCII(test.Name) +
		" outcome=" + res.outcome + " kind=" + strconv.QuoteToASCII(res.kind) +
		" races=" + strconv.Itoa(res.races) + " ns=" + strconv.FormatInt(res.took.Nanoseconds(), 10) +
		" gomaxprocs=" + strconv.Itoa(res.procs)
}

// taint says why no other test may run in this process; "" if one may.
func taint(res result) string {
	switch {
	case res.races > 0:
		return "race" // testing and the race runtime would hold it against later tests
	case res.kind == mark.Leak:
		return "leak"
	case len(res.left) > 0:
		return "goroutines"
	}
	return ""
}

// one runs a test by itself, from its begin record to the last goroutine it leaves.
func (r *runner) one(index int, test Test) result {
	r.process.restore()
	mark.Take(test.Name)
	mark.TakeStrict(test.Name)
	before := look()
	r.channelBegin(index, test, before)

	var inner *testing.T
	returned := false
	testing.RunTests(matchNothing, []testing.InternalTest{{Name: test.Name, F: func(t *testing.T) {
		inner = t
		test.Func(t)
		returned = true
	}}})

	r.mu.Lock()
	r.running = false
	took := time.Since(r.started)
	r.mu.Unlock()

	res := result{outcome: "failed", took: took, procs: runtime.GOMAXPROCS(0)}
	whose, strict := moduleOf(test.Func), mark.TakeStrict(test.Name)
	if strict {
		before = before.without(whose)
	}
	res.left = settle(before, whose, strict)
	total := raceErrors()
	res.races, r.races = total-r.races, total
	switch {
	case inner == nil || inner.Failed() || res.races > 0:
		res.kind = failureKind(mark.Take(test.Name))
	case inner.Skipped():
		res.outcome = "skipped"
	case returned && leaked(res.left):
		res.kind = mark.Leak
		complain(test.Name, res.left)
	case returned:
		res.outcome = "passed"
	}
	return res
}

// channelBegin announces a test to the reader, to the output and to the watchdog.
func (r *runner) channelBegin(index int, test Test, before snapshot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.channel.record("begin", "index="+strconv.Itoa(index)+" test="+strconv.QuoteToASCII(test.Name))
	r.channel.mark(index)
	r.index, r.running, r.before, r.started = index, true, before, time.Now()
}

// matchNothing stands in for the matcher of -test.run and -test.skip, which are empty
// when a test starts. That it is asked shows that someone has just set them.
func matchNothing(string, string) (bool, error) {
	refuse("the flags of package testing were changed while tests ran")
	return false, nil
}

func failureKind(kind string) string {
	if kind == mark.Leak || kind == mark.Deadlock {
		return kind
	}
	return ""
}

// complain shows the goroutines that make a leak, as the runtime shows those of a panic.
func complain(test string, left []goroutine) {
	text := "harness: " + test + " passed, but left goroutines behind\n"
	for _, g := range left {
		if g.leak {
			text += "\n" + g.text + "\n"
		}
		if len(text) > dumpBytes {
			text = text[:dumpBytes] + "\n"
			break
		}
	}
	writeAll(2, []byte(text))
}
