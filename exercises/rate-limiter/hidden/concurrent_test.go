package ratelimit_test

import (
	"sync/atomic"
	"testing"
	"time"

	"assay.test/testkit"
	"ratelimit"
)

func TestNothingRaces(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(1, 100)
		allow, wait := func() { l.Allow() }, func() { l.Wait(t.Context()) }
		testkit.InTurn(allow, allow)
		testkit.InTurn(allow, wait)
		testkit.InTurn(wait, allow)
		testkit.InTurn(wait, wait)
	})
	// The same with an empty bucket, so that Wait has to wait; each of them is done
	// when the next one comes, and still nothing orders them.
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(1, 1)
		drain(l)
		at := func(d time.Duration, f func()) func() {
			return func() { testkit.SleepUntil(d); f() }
		}
		allow, wait := func() { l.Allow() }, func() { l.Wait(t.Context()) }
		testkit.InTurn(at(ms, wait), at(1500*ms, allow), at(1600*ms, wait), at(2500*ms, wait), at(3500*ms, allow))
	})
}

// The clock of the bubble stands still while somebody runs, so exactly burst
// calls of Allow can succeed, however many try at once.
func TestNoTokenIsTakenTwice(t *testing.T) {
	TestNothingRaces(t) // it ends this test too if there is a race
	testkit.LenientBubble(t, func(t *testing.T) {
		var row row
		testkit.Contend(200, row.step)
		for i := range row.limiters {
			l := row.limiters[i].Load()
			if l == nil {
				break
			}
			given := drain(l)
			for who := range row.taken {
				given += row.taken[who][i]
			}
			if given != burst {
				t.Fatalf("a bucket of %d gave %d tokens", burst, given)
			}
		}
	})
}

const burst = 200

// A row of limiters: the contenders empty one after the other.
type row struct {
	current  atomic.Int64
	limiters [4000]atomic.Pointer[ratelimit.Limiter]
	taken    [testkit.Contenders][4000]int
}

func (r *row) step(who, _ int) {
	at := r.current.Load()
	if at == int64(len(r.limiters)) {
		return // long enough
	}
	if r.limiters[at].Load() == nil {
		r.limiters[at].CompareAndSwap(nil, ratelimit.New(1, burst))
	}
	if r.limiters[at].Load().Allow() {
		r.taken[who][at]++
	} else {
		r.current.CompareAndSwap(at, at+1)
	}
}
