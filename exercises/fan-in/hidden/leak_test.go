package fanin_test

import (
	"context"
	"runtime"
	"testing"

	"assay.test/testkit"
	"fanin"
)

// The reader cancels and walks away, while values wait everywhere.
func TestNothingIsLeftWhenTheReaderWalksAway(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		inputs := fullOnes(3, 50)
		ctx, cancel := context.WithCancel(context.Background())
		out := fanin.Merge(ctx, receivers(inputs...)...)
		next(out, s)
		next(out, s)
		settle(s)
		cancel()
		settle(s)
	})
}

// All inputs are closed and all values read, and the context never ends.
func TestNothingIsLeftAfterTheLastValue(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		inputs := fullOnes(3, 5)
		ctx, cancelLater := context.WithCancel(context.Background())
		defer runtime.KeepAlive(cancelLater)
		out := fanin.Merge(ctx, receivers(inputs...)...)
		read(out, 15)
		for _, input := range inputs {
			settle(s)
			close(input)
		}
		read(out, plenty)
		settle(s)
	})
}
