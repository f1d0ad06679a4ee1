package poller_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"assay.test/testkit"
)

// There is an answer, and the context lives on.
func TestNothingIsLeftAfterAnAnswer(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		ctx, cancelLater := context.WithCancel(context.Background())
		defer runtime.KeepAlive(cancelLater)
		for _, c := range []*carrier{
			{takes: s, last: 2, done: true},
			{takes: 15 * s, last: 2, done: true},
		} {
			poll(ctx, 10*s, c.check)
			settle(2 * time.Minute)
			if c.Len() == 0 {
				t.Error("there was no check")
			}
		}
	})
}

// A context that ends while Poll waits, and during a check.
func TestNothingIsLeftAfterTheContext(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		for _, at := range []time.Duration{15 * s, s} {
			c := &carrier{takes: 2 * s, last: neverEnds}
			poll(cancelledAfter(context.Background(), at), 10*s, c.check)
			settle(2 * time.Minute)
		}
	})
}
