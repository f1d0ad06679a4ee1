package fanin_test

import (
	"context"
	"testing/synctest"
	"time"

	"assay.test/testkit"
)

const (
	ms = time.Millisecond
	s  = time.Second

	// patience is how long a reader waits for the next value: longer than any test
	// lets pass between two, and not so long that a solution that polls takes for ever.
	patience = 2 * time.Minute
)

// bubble runs a test in virtual time. What Merge leaves behind costs the criterion
// "leak", which has tests of its own.
var bubble = testkit.LenientBubble

// arrival is a value that came out of Merge, and when.
type arrival[T any] struct {
	value T
	at    time.Duration
}

// stream is what a reader got.
type stream[T any] struct {
	arrivals []arrival[T]
	closed   bool          // the output was closed...
	at       time.Duration // ...or the reader gave up at this instant
}

// read reads until the output is closed, until the reader's patience is at its end,
// or until as many values have come as most says.
func read[T any](out <-chan T, most int) stream[T] {
	var got stream[T]
	for len(got.arrivals) < most {
		value, what := next(out, patience)
		if what != something {
			got.closed = what == closed
			break
		}
		got.arrivals = append(got.arrivals, arrival[T]{value, testkit.Elapsed()})
	}
	got.at = testkit.Elapsed()
	return got
}

// plenty is more values than any test expects.
const plenty = 500

const (
	something = iota
	nothing
	closed
)

// next waits for one value for as long as limit.
func next[T any](out <-chan T, limit time.Duration) (value T, what int) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case value, ok := <-out:
		if !ok {
			return value, closed
		}
		return value, something
	case <-timer.C:
		return value, nothing
	}
}

// times counts how often each value came.
func times[T comparable](got stream[T]) map[T]int {
	count := map[T]int{}
	for _, a := range got.arrivals {
		count[a.value]++
	}
	return count
}

// full gives an input that holds n scans of a depot in its buffer and stays open.
func full(depot, n int) chan scan {
	input := make(chan scan, n)
	for i := range n {
		input <- scan{depot, i + 1}
	}
	return input
}

// fullOnes gives as many of them, for depots 1, 2, 3 …
func fullOnes(depots, n int) []chan scan {
	inputs := make([]chan scan, depots)
	for i := range inputs {
		inputs[i] = full(1+i, n)
	}
	return inputs
}

// receivers gives the inputs as Merge wants them.
func receivers[T any](inputs ...chan T) []<-chan T {
	list := make([]<-chan T, len(inputs))
	for i, input := range inputs {
		list[i] = input
	}
	return list
}

// waiting is how many values are in the buffers of the inputs.
func waiting[T any](inputs []chan T) (n int) {
	for _, input := range inputs {
		n += len(input)
	}
	return n
}

// put sends a value unless ctx ends first.
func put[T any](ctx context.Context, input chan<- T, value T) {
	select {
	case input <- value:
	case <-ctx.Done():
	}
}

// settle lets d of virtual time pass, lets whoever can go on do so, and orders
// the caller after all of that.
func settle(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
