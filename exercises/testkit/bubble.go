package testkit

import (
	"strings"
	"testing"
	"testing/synctest"

	"assay.test/testkit/internal/mark"
)

// Bubble runs f in a bubble of virtual time (see testing/synctest) and returns
// when f and every goroutine that it started have ended.
//
// Nor may the candidate have goroutines outside the bubble: one that a package's init
// started, or that such a one started for a call from the bubble, is none of the bubble's
// and would be no leak for it. The harness looks for them when the test is over.
//
// Goroutines that are left when f has returned fail the test as a leak, and a
// bubble in which all are blocked before f returned fails it as a deadlock.
// If the test had failed before, say because t.Fatal left f early, what is left
// over is a consequence and the test stays "failed".
//
// The t given to f belongs to the bubble: no t.Run, t.Parallel or t.Deadline.
// t.Context() is cancelled when f returns, so a goroutine that waits for it is no leak.
// A bubble whose goroutines wait for a mutex for ever cannot see that itself; the
// harness's watchdog does.
func Bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	bubble(t, false, f)
}

// LenientBubble is a [Bubble] that forgives goroutines left over at its end. One
// test of an exercise tests for leaks, in a Bubble; a submission that leaks and is right
// otherwise passes the tests of other properties if they use this one.
// A deadlock still fails the test.
func LenientBubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	bubble(t, true, f)
}

func bubble(t *testing.T, lenient bool, f func(t *testing.T)) {
	t.Helper()
	topLevel, _, _ := strings.Cut(t.Name(), "/")
	if !lenient {
		mark.Strict(topLevel)
	}
	before := bubbled(nil)
	kind := run(t, f)
	if kind == "" || lenient && kind == mark.Leak && !t.Failed() {
		return
	}
	left := describe(bubbled(before))
	if t.Failed() {
		t.Fatalf("after this failure, goroutines were left over (%s):\n%s", kind, left)
	}
	mark.Set(topLevel, kind)
	if kind == mark.Leak {
		t.Fatalf("LEAK: the test function has returned, and these goroutines are still there:\n%s", left)
	}
	t.Fatalf("DEADLOCK: every goroutine of the test is blocked, and nothing can wake one:\n%s", left)
}

// run gives the kind of panic that ended the bubble, or "". synctest.Test raises
// it in the goroutine of its caller, after it has taken that goroutine out of
// the bubble; the goroutines left behind stay parked, and their clock stands still.
// So to recover here leaves the process in a sound state.
func run(t *testing.T, f func(t *testing.T)) (kind string) {
	t.Helper()
	defer func() {
		switch p := recover(); {
		case p == nil:
		case says(p, "main bubble goroutine has exited"):
			kind = mark.Leak
		case says(p, "all goroutines in bubble are blocked"):
			kind = mark.Deadlock
		default:
			panic(p)
		}
	}()
	synctest.Test(t, f)
	return ""
}

// says tells whether p is an error whose text contains the words. The runtime's
// type for these panics is not exported.
func says(p any, words string) bool {
	err, ok := p.(error)
	return ok && strings.Contains(err.Error(), words)
}

// bubbled gives the goroutines of any bubble but those whose id is in not.
func bubbled(not []goroutine) []goroutine {
	known := make(map[string]bool, len(not))
	for _, g := range not {
		known[g.id] = true
	}
	var in []goroutine
	for _, g := range new(lookout).goroutines() {
		if g.inBubble() && !known[g.id] {
			in = append(in, g)
		}
	}
	return in
}

func describe(list []goroutine) string {
	var text strings.Builder
	for _, g := range list {
		text.WriteString(g.text)
		text.WriteString("\n\n")
	}
	return strings.TrimRight(text.String(), "\n")
}
