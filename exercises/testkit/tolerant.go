package testkit

import (
	"strings"
	"testing"

	"assay.test/testkit/internal/mark"
)

// TolerantBubble is Bubble for a test whose subject is not leaks: goroutines that
// are left over when f has returned do not fail it. They stay parked in a bubble
// that nobody enters any more.
//
// With it a candidate who forgot to stop a goroutine loses the criterion that
// tests for leaks, in a Bubble, and not all others besides.
func TolerantBubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	before := bubbled(nil)
	if run(t, f) != mark.Deadlock {
		return
	}
	left := describe(bubbled(before))
	if t.Failed() {
		t.Fatalf("after this failure, every goroutine was blocked:\n%s", left)
	}
	topLevel, _, _ := strings.Cut(t.Name(), "/")
	mark.Set(topLevel, mark.Deadlock)
	t.Fatalf("DEADLOCK: every goroutine of the test is blocked, and nothing can wake one:\n%s", left)
}
