package connpool_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"connpool"
)

const (
	ms = time.Millisecond
	s  = time.Second
)

// bubble runs a test in virtual time. What the pool leaves behind costs the
// criterion "leak", which has a test of its own.
var bubble = testkit.LenientBubble

// settle lets d of virtual time pass, lets whoever can go on do so, and orders
// the caller after all of that.
func settle(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// line is a connection. Only who has it touches its fields, and nothing protects them.
type line struct {
	number   int
	dialled  time.Duration // when dial was called
	breaks   time.Duration // from this instant on it is not usable; 0 is never
	slow     time.Duration // what Close takes
	fails    error         // what Close returns
	held     bool          // by a user of the pool
	closes   int
	gone     bool          // Close has returned, or dial had failed
	closed   time.Duration // when that was
	usedLate bool          // touched after it was closed, or while somebody else had it
}

func (l *line) Usable() bool { return l.breaks == 0 || testkit.Elapsed() < l.breaks }

func (l *line) Close() error {
	l.usedLate = l.usedLate || l.held
	l.closes++
	time.Sleep(l.slow)
	l.end()
	return l.fails
}

func (l *line) end() { l.gone, l.closed = true, testkit.Elapsed() }

// take marks the line as somebody's.
func (l *line) take() {
	l.usedLate = l.usedLate || l.held || l.closes > 0
	l.held = true
}

// release marks the line as nobody's, and gives it to the pool.
func (l *line) release(pool *connpool.Pool[*line]) {
	l.held = false
	pool.Put(l)
}

// exchange is the server that the lines are dialled at.
type exchange struct {
	latency time.Duration // what a dial takes
	refuse  error         // what dials fail with
	prepare func(*line)   // what becomes of a new line

	mu    sync.Mutex // held while a dial begins, and not after its sleep
	lines []*line    // in the order in which they were dialled, with those that failed
}

// dial gives a line after the latency of the exchange, or gives up with ctx.
func (x *exchange) dial(ctx context.Context) (*line, error) {
	l := x.begin()
	err := x.refuse
	if x.latency > 0 {
		timer := time.NewTimer(x.latency)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	if err != nil {
		l.end()
		return nil, err
	}
	return l, nil
}

func (x *exchange) begin() *line {
	x.mu.Lock()
	defer x.mu.Unlock()
	l := &line{number: len(x.lines), dialled: testkit.Elapsed()}
	if x.prepare != nil {
		x.prepare(l)
	}
	x.lines = append(x.lines, l)
	return l
}

// dials is how often dial was called.
func (x *exchange) dials() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.lines)
}

// peak is how many lines existed at once. Look at it when the pool is done.
func (x *exchange) peak() (peak int) {
	for _, at := range x.lines {
		n := 0
		for _, l := range x.lines {
			if l.dialled <= at.dialled && (!l.gone || at.dialled < l.closed) {
				n++
			}
		}
		peak = max(peak, n)
	}
	return peak
}

// loan is what became of one Get.
type loan struct {
	done     bool // Get has returned
	line     *line
	err      error
	returned time.Duration
}

func get(pool *connpool.Pool[*line], ctx context.Context) loan {
	l, err := pool.Get(ctx)
	if err == nil {
		l.take()
	}
	return loan{true, l, err, testkit.Elapsed()}
}

// getSoon is a get that waits a second at most.
func getSoon(t *testing.T, pool *connpool.Pool[*line]) loan {
	ctx, cancel := context.WithTimeout(t.Context(), s)
	defer cancel()
	return get(pool, ctx)
}

// must gives the line of a Get that has no reason to fail.
func must(t *testing.T, what string, l loan) *line {
	t.Helper()
	if l.err != nil {
		t.Fatalf("%s: Get gave %v", what, l.err)
	}
	return l.line
}

// behind starts a Get that has to wait. Read its loan after a settle.
func behind(pool *connpool.Pool[*line], ctx context.Context) *loan {
	into := &loan{}
	go func() { *into = get(pool, ctx) }()
	settle(ms)
	return into
}

// expect compares what became of a Get with the instant and the error that are due.
func (l *loan) expect(t *testing.T, what string, at time.Duration, err error) {
	t.Helper()
	switch {
	case !l.done:
		t.Errorf("%s: Get has not returned", what)
	case !errors.Is(l.err, err):
		t.Errorf("%s: Get gave the error %v; want %v", what, l.err, err)
	case l.returned != at:
		t.Errorf("%s: Get returned at %v; want %v", what, l.returned, at)
	}
}
