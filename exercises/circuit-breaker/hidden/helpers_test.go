package breaker_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"breaker"
)

const (
	ms = time.Millisecond
	s  = time.Second

	cooldown = 10 * s
)

// bubble runs a test in virtual time. What the breaker leaves behind costs the
// criterion "leak", which has a test of its own.
var bubble = testkit.LenientBubble

var errDown = errors.New("the service is down")

// call has b make a call that ends at once with that error, and tells whether it was made.
func call(b *breaker.Breaker, outcome error) (made bool) {
	b.Do(context.Background(), func(context.Context) error {
		made = true
		return outcome
	})
	return made
}

// panicking has b make a call that panics. The panic goes no further than this.
func panicking(b *breaker.Breaker) (made bool) {
	defer func() { recover() }()
	b.Do(context.Background(), func(context.Context) error {
		made = true
		panic("boom")
	})
	return made
}

// fails makes failing calls until one is refused, and gives their number. It does not
// ask more than thirty times, which no test's breaker should bear.
func fails(b *breaker.Breaker) int {
	for n := range 30 {
		if !call(b, errDown) {
			return n
		}
	}
	return 30
}

// trip opens a breaker, and halfOpen lets its cooldown pass as well. How many
// failures it takes, and how b calls its state, is for other tests.
func trip(t *testing.T, b *breaker.Breaker) {
	t.Helper()
	if fails(b) == 30 {
		t.Fatal("thirty failures in a row did not open the breaker")
	}
}

func halfOpen(t *testing.T, b *breaker.Breaker) {
	t.Helper()
	trip(t, b)
	time.Sleep(cooldown + ms)
}

// A slow call is under way until the test says how it ends.
type slow struct {
	made    bool
	outcome chan error
	ended   chan struct{}
}

// begin has b make a slow call, and returns when that can go on no further.
func begin(b *breaker.Breaker) *slow {
	c := &slow{outcome: make(chan error, 1), ended: make(chan struct{})}
	go func() {
		defer close(c.ended)
		b.Do(context.Background(), func(context.Context) error {
			c.made = true
			return <-c.outcome
		})
	}()
	testkit.Quiesce()
	return c
}

// end lets a slow call end with that error, waits until Do has returned, and tells
// whether the call was made.
func (c *slow) end(outcome error) (made bool) {
	c.outcome <- outcome
	<-c.ended
	return c.made
}

// tripBeside opens a breaker beside slow calls. It gives false, after it has let
// the slow calls end, if the breaker makes no call beside another one: another test says so.
func tripBeside(t *testing.T, b *breaker.Breaker, calls ...*slow) bool {
	t.Helper()
	opened := make(chan bool, 1)
	if !testkit.Finishes(func() { opened <- fails(b) < 30 }) {
		for _, c := range calls {
			c.end(nil)
		}
		return false
	}
	if !<-opened {
		t.Fatal("thirty failures in a row did not open the breaker")
	}
	return true
}

// expectMade has a call made that ends with that error, and fails if it is refused.
func expectMade(t *testing.T, b *breaker.Breaker, outcome error, when string) {
	t.Helper()
	if !call(b, outcome) {
		t.Errorf("%s: a call was refused", when)
	}
}

// expectRefused fails if a call is made. That call fails.
func expectRefused(t *testing.T, b *breaker.Breaker, when string) {
	t.Helper()
	if call(b, errDown) {
		t.Errorf("%s: a call was made", when)
	}
}
