package testkit

import (
	"bytes"
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
	state string   // "chan receive (durable)"
	notes []string // "2 minutes", "synctest bubble 4"
	text  string   // all of it
}

// goroutines lists every goroutine of the process, the caller's own first.
func goroutines() []goroutine {
	var list []goroutine
	for _, text := range bytes.Split(stacks(), []byte("\n\n")) {
		if g, ok := parseGoroutine(string(text)); ok {
			list = append(list, g)
		}
	}
	return list
}

// stacks reads until the buffer was large enough; otherwise the goroutines at the
// end would be missing, and look as if they had ended.
func stacks() []byte {
	for size := 64 << 10; ; size *= 2 {
		buffer := make([]byte, size)
		if n := runtime.Stack(buffer, true); n < size {
			return buffer[:n]
		}
	}
}

func parseGoroutine(text string) (goroutine, bool) {
	header, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
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
	parts := strings.Split(inside, ", ")
	return goroutine{id: id, state: parts[0], notes: parts[1:], text: strings.TrimSpace(text)}, true
}

func (g goroutine) inBubble() bool {
	for _, note := range g.notes {
		if strings.HasPrefix(note, "synctest bubble ") {
			return true
		}
	}
	return false
}

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
