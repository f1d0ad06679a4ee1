package ratelimit_test

import (
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
		const burst = 50_000
		l := ratelimit.New(1, burst)
		var taken [3]int
		for met, round := 0, 0; met < 2000 && round < 15; round++ {
			met += testkit.Contend(len(taken), 200, func(who, _ int) {
				if l.Allow() {
					taken[who]++
				}
			}).Met
		}
		sum := taken[0] + taken[1] + taken[2]
		for l.Allow() && sum <= burst {
			sum++
		}
		if sum != burst {
			t.Errorf("a bucket of %d gave %d tokens or more", burst, sum)
		}
	})
}
