package clientlimit_test

import (
	"math"
	"testing"
	"time"

	"assay.test/testkit"
	"clientlimit"
)

func TestABurstAndNoMore(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, burst := range []int{1, 2, 7} {
			h := limiter(1, burst, time.Minute).Middleware(departures)
			expectTokens(t, h, "ada", burst)
			expectTokens(t, h, "ada", 0)
		}
	})
}

func TestRejectsBadArguments(t *testing.T) {
	for _, c := range []struct {
		rate  float64
		burst int
		ttl   time.Duration
		bad   bool
	}{
		{0, 1, s, true}, {-1, 1, s, true}, {math.NaN(), 1, s, true}, {math.Inf(1), 1, s, true}, {math.Inf(-1), 1, s, true},
		{1, 0, s, true}, {1, -1, s, true},
		{1, 10, 9 * s, true}, {0.5, 10, 19 * s, true}, {100, 1, 0, true}, {100, 1, -s, true},
		{1, 10, 11 * s, false}, {0.5, 10, 20 * s, false}, {1000, 1, 2 * ms, false},
	} {
		bubble(t, func(t *testing.T) {
			config := clientlimit.Config{Rate: c.rate, Burst: c.burst, TTL: c.ttl}
			if got := panics(func() { clientlimit.New(config) }); got != c.bad {
				t.Errorf("rate %v, burst %d, TTL %v: did New panic? %v", c.rate, c.burst, c.ttl, got)
			}
		})
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

func TestRefillsWithTime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := limiter(2, 10, time.Hour).Middleware(departures)
		drain(h, "ada")
		for _, step := range []struct {
			at     time.Duration
			tokens int
		}{{1001 * ms, 2}, {3002 * ms, 4}, {7003 * ms, 8}, {8004 * ms, 2}} {
			testkit.SleepUntil(step.at)
			expectTokens(t, h, "ada", step.tokens)
		}
	})
}

// Who asks often gets as much as who asks seldom, and nobody gets a token early.
func TestAskingOftenLosesNothing(t *testing.T) {
	for _, c := range []struct {
		rate  float64
		token time.Duration // how long one takes
		every time.Duration // never within 3 ms of a token
	}{{4, 250 * ms, 30 * ms}, {0.4, 2500 * ms, 300 * ms}} {
		bubble(t, func(t *testing.T) {
			h := limiter(c.rate, 3, time.Hour).Middleware(departures)
			drain(h, "ada")
			got := 0
			for at := 7 * ms; at < 300*c.every; at += c.every {
				testkit.SleepUntil(at)
				if get(h, "ada") {
					got++
				}
				if want := int(at / c.token); got != want {
					t.Fatalf("rate %v: by %v there were %d tokens, want %d", c.rate, at, got, want)
				}
			}
		})
	}
}

func TestHoldsNoMoreThanBurst(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := limiter(8, 5, time.Hour).Middleware(departures)
		get(h, "ada")
		time.Sleep(30 * time.Minute)
		expectTokens(t, h, "ada", 5)
		time.Sleep(30 * time.Minute)
		expectTokens(t, h, "ada", 5)
	})
}
