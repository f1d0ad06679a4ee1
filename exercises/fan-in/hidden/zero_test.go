package fanin_test

import (
	"errors"
	"testing"

	"fanin"
)

// Inputs that are closed while others go on add nothing to the stream.
func TestAClosedInputAddsNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		used, unused, last := make(chan scan), make(chan scan), make(chan scan)
		go func() {
			put(t.Context(), used, scan{1, 1})
			settle(s)
			close(used)
			settle(s)
			close(unused)
			settle(s)
			put(t.Context(), last, scan{3, 1})
			settle(s)
			close(last)
		}()
		out := fanin.Merge(t.Context(), receivers(used, unused, last)...)
		for value, n := range times(read(out, plenty)) {
			if value == (scan{}) {
				t.Errorf("three inputs were closed, and %d zero values came out that nobody sent", n)
			}
		}
	})
}

// A zero value that somebody sends is a value, and more may come after it.
func TestAZeroValueIsAValue(t *testing.T) {
	bubble(t, func(t *testing.T) {
		numbers, failures := make(chan int), make(chan error)
		broken := errors.New("belt 4 stands still")
		go func() {
			put(t.Context(), numbers, 0)
			put(t.Context(), numbers, 7)
		}()
		go func() {
			put(t.Context(), failures, nil)
			put(t.Context(), failures, broken)
		}()
		if count := times(read(fanin.Merge(t.Context(), receivers(numbers)...), 2)); count[0] != 1 || count[7] != 1 {
			t.Errorf("0 and 7 went in, and these came out, with their number: %v", count)
		}
		if count := times(read(fanin.Merge(t.Context(), receivers(failures)...), 2)); count[nil] != 1 || count[broken] != 1 {
			t.Errorf("a nil error and another went in, and these came out, with their number: %v", count)
		}
	})
}
