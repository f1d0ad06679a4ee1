package ratelimit_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"ratelimit"
)

func TestFirstComeFirstServed(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(4, 1)
		drain(l)
		var crowd crowd
		var want []result
		for i := range 12 {
			who := fmt.Sprint("waiter ", i)
			crowd.wait(t.Context(), l, who)
			want = append(want, result{who, time.Duration(i+1) * 250 * ms, nil})
		}
		crowd.expect(t, want...)
		expectTokens(t, l, 0)
	})
}

// Allow asks at the very instants at which somebody in line gets his token.
func TestAllowDoesNotJumpTheQueue(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(1, 5)
		drain(l)
		var crowd crowd
		var want []result
		for i := range 30 {
			who := fmt.Sprint("waiter ", i)
			crowd.wait(t.Context(), l, who)
			want = append(want, result{who, time.Duration(i+1) * time.Second, nil})
		}
		for i := range 29 { // until one is left
			testkit.SleepUntil(time.Duration(i+1) * time.Second)
			if l.Allow() {
				t.Errorf("at %v Allow took the token of somebody who waited", testkit.Elapsed())
			}
		}
		if !t.Failed() {
			crowd.expect(t, want...)
		}
		crowd.group.Wait()
	})
}

// Somebody waits for a token. That must not keep others from being told no, or from
// getting in line and leaving it.
func TestNobodyBlocksAllow(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		l := ratelimit.New(1, 1)
		drain(l)
		var crowd crowd
		ctx, cancel := context.WithCancel(t.Context())
		defer crowd.group.Wait()
		defer cancel()
		crowd.group.Go(func() { l.Wait(ctx) })
		synctest.Wait() // orders what Wait has done so far before what follows: no test for races
		if !testkit.Finishes(func() { l.Allow() }) {
			t.Error("Allow waits as long as somebody waits for a token")
		}
		dead, kill := context.WithCancel(t.Context())
		kill()
		if !testkit.Finishes(func() { l.Wait(dead) }) {
			t.Error("Wait with a cancelled context waits as long as somebody waits for a token")
		}
	})
}
