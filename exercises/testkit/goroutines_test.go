package testkit

import "testing"

func TestParseGoroutine(t *testing.T) {
	tests := []struct {
		text             string
		id, state        string
		inBubble, parked bool
	}{
		{"goroutine 1 [running]:\nmain.main()", "1", "running", false, false},
		{"goroutine 2 [runnable]:", "2", "runnable", false, false},
		{"goroutine 21 [chan receive (durable), 2 minutes, synctest bubble 4]:", "21", "chan receive (durable)", true, true},
		{"goroutine 7 gp=0xc000 m=nil [select (no cases)]:", "7", "select (no cases)", false, true},
		{"goroutine 8 [sync.Mutex.Lock, synctest bubble 1]:", "8", "sync.Mutex.Lock", true, true},
		{"goroutine 9 [sleep (scan), locked to thread]:", "9", "sleep (scan)", false, true},
		{"goroutine 9 [semacquire]:", "9", "semacquire", false, false},
		{"goroutine 9 [syscall]:\nread()", "9", "syscall", false, false},
		{"goroutine 9 [syscall]:\nos/signal.signal_recv()\n\t/x", "9", "syscall", false, true},
	}
	for _, test := range tests {
		g, ok := parseGoroutine(test.text)
		if !ok || g.id != test.id || g.state != test.state {
			t.Errorf("%q: %v %q %q", test.text, ok, g.id, g.state)
		}
		if g.inBubble() != test.inBubble || g.parked() != test.parked {
			t.Errorf("%q: in a bubble %v, parked %v", test.text, g.inBubble(), g.parked())
		}
	}
	for _, text := range []string{"", "goroutine", "goroutine 3", "goroutine 3 [x", "created by main"} {
		if _, ok := parseGoroutine(text); ok {
			t.Errorf("%q passes for a goroutine", text)
		}
	}
}
