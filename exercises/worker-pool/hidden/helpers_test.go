package workerpool_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"workerpool"
)

const (
	ms = time.Millisecond
	s  = time.Second
)

// bubble runs a test in virtual time. What the pool leaves behind costs the
// criterion "leak", which has a test of its own.
var bubble = testkit.LenientBubble

// attempt is what became of one Submit or TrySubmit.
type attempt struct {
	err      error
	called   time.Duration
	returned time.Duration // 0 until then
}

// accepted reports whether the pool had said yes before the instant t.
func (a *attempt) accepted(t time.Duration) bool {
	return a.err == nil && 0 < a.returned && a.returned < t
}

func submit(p *workerpool.Pool[reading], ctx context.Context, probe int) *attempt {
	a := &attempt{called: testkit.Elapsed()}
	a.err = p.Submit(ctx, reading{probe})
	a.returned = testkit.Elapsed()
	return a
}

func trySubmit(p *workerpool.Pool[reading], probe int) *attempt {
	a := &attempt{called: testkit.Elapsed()}
	a.err = p.TrySubmit(reading{probe})
	a.returned = testkit.Elapsed()
	return a
}

// must stops the test if a pool that has room refuses a job.
func must(t *testing.T, a *attempt) {
	t.Helper()
	if a.err != nil {
		t.Fatalf("a job was refused although there was room: %v", a.err)
	}
}

// fill submits as many jobs, 0, 1, 2 …, each from a goroutine of its own. If the
// pool holds fewer, the rest of them wait for room.
func fill(t *testing.T, p *workerpool.Pool[reading], jobs int) {
	for probe := range jobs {
		go p.Submit(t.Context(), reading{probe})
		settle(ms)
	}
}

// settle lets d of virtual time pass, lets whoever can go on do so, and orders
// the caller after all of that.
func settle(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// handled tells which probes have been handled, from a recorder's list.
func handled(record *testkit.Recorder[int]) map[int]int {
	times := map[int]int{}
	for _, probe := range record.Args() {
		times[probe]++
	}
	return times
}
