package ratelimit_test

import (
	"math"
	"testing"
	"time"

	"assay.test/testkit"
	"ratelimit"
)

func TestStartsFull(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		one, five := ratelimit.New(1, 1), ratelimit.New(1, 5)
		expectTokens(t, five, 5)
		expectTokens(t, five, 0)
		expectTokens(t, one, 1) // another bucket
		expectTokens(t, one, 0)
	})
}

func TestRejectsBadArguments(t *testing.T) {
	bad := []struct {
		rate  float64
		burst int
	}{
		{0, 1}, {-1, 1}, {math.NaN(), 1}, {math.Inf(1), 1}, {math.Inf(-1), 1}, {1, 0}, {1, -1},
	}
	for _, b := range bad {
		if !panics(func() { ratelimit.New(b.rate, b.burst) }) {
			t.Errorf("New(%v, %d) did not panic", b.rate, b.burst)
		}
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

// The bucket gains what the time since then is worth, however the clock's seconds fall.
func TestRefillsWithTime(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(2, 10)
		drain(l)
		for _, step := range []struct {
			at     time.Duration
			tokens int
		}{{1001 * ms, 2}, {3002 * ms, 4}, {7003 * ms, 8}, {8004 * ms, 2}} {
			testkit.SleepUntil(step.at)
			expectTokens(t, l, step.tokens)
		}
	})
}

// Who looks often gets as much as who looks seldom, and nobody gets a token early.
func TestLookingOftenLosesNothing(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(4, 3)
		drain(l)
		taken := 0
		for at := 7 * ms; at < 10*time.Second; at += 30 * ms { // never within 3 ms of a token
			testkit.SleepUntil(at)
			if l.Allow() {
				taken++
			}
			if want := int(at / (250 * ms)); taken != want {
				t.Fatalf("at %v there had been %d tokens, want %d", at, taken, want)
			}
		}
	})
}

func TestRatesNeedNotBeWhole(t *testing.T) {
	for _, test := range []struct {
		rate  float64
		token time.Duration // how long one takes
	}{{0.5, 2 * time.Second}, {2.5, 400 * ms}, {0.01, 100 * time.Second}} {
		testkit.LenientBubble(t, func(t *testing.T) {
			l := ratelimit.New(test.rate, 3)
			drain(l)
			for i := range time.Duration(3) {
				testkit.SleepUntil((i+1)*test.token - ms)
				if l.Allow() {
					t.Errorf("rate %v: a token came early, at %v", test.rate, testkit.Elapsed())
				}
				time.Sleep(2 * ms)
				if !l.Allow() {
					t.Errorf("rate %v: no token at %v", test.rate, testkit.Elapsed())
				}
			}
		})
	}
}

// It looks between two tokens: at the instant of one, a goroutine that adds it could come while the
// bucket is being emptied.
func TestHoldsNoMoreThanBurst(t *testing.T) {
	for _, idle := range []time.Duration{10*time.Second + 30*ms, time.Hour + 30*ms} {
		testkit.LenientBubble(t, func(t *testing.T) {
			l := ratelimit.New(8, 5)
			time.Sleep(idle)
			expectTokens(t, l, 5)
			time.Sleep(idle)
			expectTokens(t, l, 5)
		})
	}
}
