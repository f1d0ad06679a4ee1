package harness

import (
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// goroutine is one of those that runtime.Stack shows.
type goroutine struct {
	id     uint64
	state  string // "select", "sync.Mutex.Lock", "running": without what follows it
	bubble bool   // member of a synctest bubble
	text   string // header and frames
	leak   bool   // set by settle: the candidate's, and there for good as far as one can see
}

// snapshot is what ran at one moment, with the goroutine that looked left out.
type snapshot struct {
	all      map[uint64]goroutine
	complete bool // whether there was room for all
}

const (
	firstLook  = 32 << 10
	usualStack = 1 << 10
	widest     = 8 << 20
	dumpBytes  = 64 << 10 // of stacks on stderr, so that they never exceed a cap on output
)

// look takes a snapshot. The world is stopped meanwhile.
func look() snapshot {
	size := min(firstLook+usualStack*runtime.NumGoroutine(), widest)
	for {
		buf := make([]byte, size)
		n := runtime.Stack(buf, true)
		if n < size || size >= widest {
			return parse(string(buf[:n]), n < size)
		}
		size = min(4*size, widest)
	}
}

func parse(text string, complete bool) snapshot {
	s := snapshot{all: map[uint64]goroutine{}, complete: complete}
	for i, part := range strings.Split(text, "\n\n") {
		if i == 0 {
			continue // who looks comes first
		}
		if g, ok := parseOne(part); ok {
			s.all[g.id] = g
		}
	}
	return s
}

// parseOne reads "goroutine 7 [chan receive (durable), 2 minutes, synctest bubble 1]:"
// and the frames below it.
func parseOne(text string) (goroutine, bool) {
	header, _, _ := strings.Cut(text, "\n")
	number, rest, ok := strings.Cut(strings.TrimPrefix(header, "goroutine "), " ")
	id, err := strconv.ParseUint(number, 10, 64)
	open := strings.IndexByte(rest, '[')
	if !ok || err != nil || open < 0 {
		return goroutine{}, false
	}
	inside := strings.TrimSuffix(rest[open+1:], "]:")
	state, more, _ := strings.Cut(inside, ", ")
	for _, suffix := range []string{" (durable)", " (scan)", " (leaked)"} {
		state = strings.ReplaceAll(state, suffix, "")
	}
	return goroutine{
		id: id, state: state, text: text,
		bubble: strings.Contains(more, "synctest bubble "),
	}, true
}

// locked are the states from which only another goroutine frees: the ones that make a
// leak or a deadlock. States that are not known count as busy, and so does "semacquire",
// in which the runtime itself waits for a moment: two goroutines that take stacks find each
// other in it again and again, and a test that waits for quiet takes stacks all the time.
var locked = map[string]bool{
	"chan receive": true, "chan send": true, "select": true,
	"chan receive (nil chan)": true, "chan send (nil chan)": true, "select (no cases)": true,
	"sync.Cond.Wait": true, "sync.Mutex.Lock": true,
	"sync.RWMutex.Lock": true, "sync.RWMutex.RLock": true, "sync.WaitGroup.Wait": true,
}

// parked tells whether a goroutine waits, be it for a clock or for the network.
func (g goroutine) parked() bool {
	return locked[g.state] || g.state == "sleep" || g.state == "IO wait" ||
		g.state == "synctest.Run" || g.state == "synctest.Wait" || g.state == "coroutine" ||
		g.isSignalLoop()
}

// isSignalLoop recognises the goroutine that os/signal keeps for ever, in a system call.
func (g goroutine) isSignalLoop() bool { return strings.Contains(g.text, "\nos/signal.loop(") }

// module is where functions of the candidate and of the test come from.
type module struct {
	root string // what the names of all functions of the module begin with
	test string // what those of the package of hidden tests begin with
}

// moduleOf learns the names from the test itself: "limiter_test.TestX" tests "limiter".
func moduleOf(test func(*testing.T)) module {
	name := runtime.FuncForPC(reflect.ValueOf(test).Pointer()).Name()
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	if dot < 0 {
		return module{}
	}
	pkg := name[:slash+dot]
	root, _, _ := strings.Cut(strings.TrimSuffix(pkg, "_test"), "/")
	m := module{root: root}
	if strings.HasSuffix(pkg, "_test") {
		m.test = pkg + "."
	}
	return m
}

// origin is whose goroutine it is.
type origin int

const (
	foreign   origin = iota // the standard library's own
	tests                   // started by a hidden test or the kit, or to run their code
	candidate               // started by the candidate's code, or to run it
)

// origin goes by the statement that started the goroutine; where that is in the
// standard library (WaitGroup.Go, time.AfterFunc), by the outermost frame that is not.
func (m module) origin(g goroutine) origin {
	lines := strings.Split(g.text, "\n")
	for i := len(lines) - 1; i > 0; i-- {
		line := strings.TrimPrefix(lines[i], "created by ")
		if strings.HasPrefix(line, "\t") {
			continue // file and line
		}
		if whose := m.owner(line); whose != foreign {
			return whose
		}
	}
	return foreign
}

func (m module) owner(function string) origin {
	switch {
	case m.root == "":
		return foreign
	case strings.HasPrefix(function, "assay.test/testkit"),
		m.test != "" && strings.HasPrefix(function, m.test):
		return tests
	case strings.HasPrefix(function, m.root+"."), strings.HasPrefix(function, m.root+"/"):
		return candidate
	}
	return foreign
}

// How long settle waits, at most, for goroutines that are busy, and how long a parked
// one must stay as it is.
const (
	yields      = 200
	busyAtMost  = time.Second
	parkedGrace = 200 * time.Millisecond
)

// settle waits for the goroutines that came since `before` and gives those that stay
// and are the module's or a bubble's, marked with whether they make a leak. To a strict
// test one that sleeps or waits for the network is a leak too.
func settle(before snapshot, m module, strict bool) []goroutine {
	for range yields {
		if runtime.NumGoroutine() <= len(before.all)+1 {
			break
		}
		runtime.Gosched()
	}
	last := newcomers(before, m)
	quiet := time.Duration(0)
	for began := time.Now(); waiting(last) && quiet < parkedGrace && time.Since(began) < busyAtMost; {
		pause := time.Now()
		time.Sleep(5 * time.Millisecond)
		now := newcomers(before, m)
		if same(last, now) {
			quiet += time.Since(pause)
		} else {
			quiet = 0
		}
		last = now
	}
	for i, g := range last {
		stays := quiet >= parkedGrace && (locked[g.state] || strict)
		last[i].leak = stays && !g.bubble && m.origin(g) == candidate
	}
	return last
}

// without leaves out of a snapshot what runs the candidate's code: so it counts as new.
func (s snapshot) without(m module) snapshot {
	others := snapshot{all: make(map[uint64]goroutine, len(s.all)), complete: s.complete}
	for id, g := range s.all {
		if g.bubble || m.origin(g) != candidate {
			others.all[id] = g
		}
	}
	return others
}

// newcomers are those of now that were not there before and that concern the module.
func newcomers(before snapshot, m module) []goroutine {
	var found []goroutine
	for id, g := range look().all {
		if _, old := before.all[id]; !old && (g.bubble || m.origin(g) != foreign) {
			found = append(found, g)
		}
	}
	return found
}

// waiting tells whether any is outside a bubble: what a bubble leaves, it has already
// complained of, and it will not move again.
func waiting(left []goroutine) bool {
	for _, g := range left {
		if !g.bubble {
			return true
		}
	}
	return false
}

// same tells whether all of now were parked in the same place before. Some of those
// before may have gone.
func same(before, now []goroutine) bool {
	state := make(map[uint64]string, len(before))
	for _, g := range before {
		state[g.id] = g.state
	}
	for _, g := range now {
		if !g.parked() || state[g.id] != g.state {
			return false
		}
	}
	return len(now) == len(before)
}

// leaked tells whether any of the goroutines left makes a leak.
func leaked(left []goroutine) bool {
	for _, g := range left {
		if g.leak {
			return true
		}
	}
	return false
}
