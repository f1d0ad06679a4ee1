package clientlimit_test

import (
	"fmt"
	"testing"
	"time"

	"assay.test/testkit"
)

func name(i int) string { return fmt.Sprint("client ", i) }

func TestLenCountsClients(t *testing.T) {
	bubble(t, func(t *testing.T) {
		l := limiter(1, 2, time.Minute)
		h := l.Middleware(departures)
		expect := func(want int) {
			t.Helper()
			if got := l.Len(); got != want {
				t.Errorf("Len is %d, want %d", got, want)
			}
		}
		expect(0)
		for range 3 { // the third time they are refused
			for i := range 5 {
				get(h, name(i))
			}
			expect(5)
		}
		time.Sleep(time.Minute - ms)
		get(h, "late")
		expect(6)
	})
	bubble(t, func(t *testing.T) { // wherever the limiter's rounds begin
		l := limiter(1, 2, time.Minute)
		h := l.Middleware(departures)
		for i := range 10 {
			testkit.SleepUntil(time.Duration(54+27*i) * s)
			get(h, name(i))
			if n, want := l.Len(), min(i+1, 3); n < want {
				t.Errorf("%d clients came within the last minute, the TTL: Len is %d", want, n)
			}
		}
	})
}

// A crowd that comes once is gone when twice the TTL has passed and somebody else has come.
func TestACrowdIsForgotten(t *testing.T) {
	const ttl = 10 * s
	bubble(t, func(t *testing.T) {
		l := limiter(1, 3, ttl)
		h := l.Middleware(departures)
		for i := range 300 {
			get(h, name(i))
			time.Sleep(ttl / 300)
		}
		testkit.SleepUntil(3*ttl + ms)
		get(h, "ada")
		if n := l.Len(); n != 1 {
			t.Errorf("300 clients have not come for twice the TTL: Len is %d, want 1", n)
		}
	})
}

// A new client comes ten times in a TTL, and each of them once: no more are remembered
// than came within twice the TTL.
func TestAStreamOfClientsIsForgotten(t *testing.T) {
	const ttl = 10 * s
	bubble(t, func(t *testing.T) {
		l := limiter(1, 3, ttl)
		h := l.Middleware(departures)
		for i := range 300 {
			get(h, name(i))
			if n := l.Len(); n > 20 {
				t.Fatalf("after %d clients, of whom 20 came within twice the TTL: Len is %d", i+1, n)
			}
			time.Sleep(ttl/10 + ms)
		}
	})
}

// The limiter does not forget whom it sees: such a client gets what its rate gives it,
// and not a full bucket now and then.
func TestWhoKeepsComingIsRemembered(t *testing.T) {
	const ttl = 10 * s
	bubble(t, func(t *testing.T) {
		h := limiter(0.5, 4, ttl).Middleware(departures)
		drain(h, "ada")
		for at := 2*s + 7*ms; at < 8*ttl; at += 2 * s {
			testkit.SleepUntil(at)
			expectTokens(t, h, "ada", 1)
			get(h, name(int(at/s)))
		}
	})
}

// Nor one that has been away for less than the TTL.
func TestWhoComesWithinTheTTLIsRemembered(t *testing.T) {
	const ttl = 21 * s
	for _, start := range []time.Duration{0, 7 * s, 13 * s} { // the limiter does its rounds at its own times
		bubble(t, func(t *testing.T) {
			h := limiter(1, 20, ttl).Middleware(departures)
			get(h, "grace")
			testkit.SleepUntil(start)
			drain(h, "ada")
			for _, pause := range []time.Duration{19 * s, 15 * s, 10 * s, 19 * s} {
				for range 5 {
					time.Sleep(pause / 5)
					get(h, "grace")
				}
				time.Sleep(2 * ms)
				expectTokens(t, h, "ada", int(pause/s))
			}
		})
	}
}
