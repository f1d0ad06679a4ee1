package testkit

import (
	"runtime"
	"strings"
)

// A goroutine as runtime.Stack prints it: a line such as
//
//	goroutine 21 [chan receive (durable), 2 minutes, synctest bubble 4]:
//
// and its frames.
type goroutine struct {
	id    string
	state string // "chan receive (durable)"
	notes string // "2 minutes, synctest bubble 4"
	text  string // all of it
}

// A lookout takes stacks, and keeps the buffer for the next time: Quiesce looks several
// times, and some tests call it hundreds of times. Each call has its own, because what
// two of them shared would order goroutines, and hide races.
type lookout struct {
	buffer []byte
}

// usualStacks is room for some twenty goroutines.
const usualStacks = 16 << 10

// goroutines lists every goroutine of the process, the caller's own first.
func (l *lookout) goroutines() []goroutine {
	var list []goroutine
	for text := range strings.SplitSeq(l.stacks(), "\n\n") {
		if g, ok := parseGoroutine(text); ok {
			list = append(list, g)
		}
	}
	return list
}

// stacks reads until the buffer was large enough; otherwise the goroutines at the
// end would be missing, and look as if they had ended.
func (l *lookout) stacks() string {
	for size := max(len(l.buffer), usualStacks); ; size *= 2 {
		if size > len(l.buffer) {
			l.buffer = make([]byte, size)
		}
		if n := runtime.Stack(l.buffer, true); n < size {
			return string(l.buffer[:n])
		}
	}
}

func parseGoroutine(text string) (goroutine, bool) {
	header, _, _ := strings.Cut(text, "\n")
	rest, ok := strings.CutPrefix(header, "goroutine ")
	if !ok {
		return goroutine{}, false
	}
	id, rest, ok := strings.Cut(rest, " ")
	if !ok {
		return goroutine{}, false
	}
	_, rest, _ = strings.Cut(rest, "[")
	inside, _, ok := strings.Cut(rest, "]:")
	if !ok {
		return goroutine{}, false
	}
	state, notes, _ := strings.Cut(inside, ", ")
	return goroutine{id: id, state: state, notes: notes, text: strings.TrimSpace(text)}, true
}

func (g goroutine) inBubble() bool { return strings.Contains(g.notes, "synctest bubble ") }

// parked tells whether the goroutine waits for another one, a timer or the
// network. Any state that is not known to be such a wait counts as busy; among
// them "semacquire", which the runtime uses for its own short waits too.
func (g goroutine) parked() bool {
	state := strings.TrimSuffix(g.state, " (scan)")
	state = strings.TrimSuffix(state, " (durable)")
	switch state {
	case "chan receive", "chan send", "select",
		"chan receive (nil chan)", "chan send (nil chan)", "select (no cases)",
		"sync.Mutex.Lock", "sync.RWMutex.Lock", "sync.RWMutex.RLock",
		"sync.WaitGroup.Wait", "sync.Cond.Wait", "coroutine",
		"sleep", "IO wait", "synctest.Run", "synctest.Wait",
		"finalizer wait", "cleanup wait":
		return true
	case "syscall":
		// Go's own goroutine that waits for signals, once a program asks for them.
		return strings.Contains(g.text, "os/signal.signal_recv(")
	}
	return false
}
