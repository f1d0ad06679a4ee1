package fanin_test

import (
	"slices"
	"testing"
	"time"

	"fanin"
)

// The caller's slice is as before, whatever became of the inputs.
func TestTheSliceIsNotChanged(t *testing.T) {
	bubble(t, func(t *testing.T) {
		inputs := []chan scan{make(chan scan), make(chan scan), make(chan scan)}
		list := append(make([]<-chan scan, 0, 8), receivers(inputs...)...)
		before := slices.Clone(list[:cap(list)])
		fanin.Merge(t.Context(), list...)
		for _, input := range inputs {
			settle(s)
			close(input)
		}
		settle(s)
		if !slices.Equal(list[:cap(list)], before) {
			t.Error("Merge changed the slice that it was given")
		}
	})
}

// The caller uses his slice for something else as soon as Merge has returned.
func TestTheSliceCanBeUsedAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		inputs := fullOnes(3, 1)
		list := receivers(inputs...)
		out := fanin.Merge(t.Context(), list...)
		for i := range list {
			list[i] = full(9, 1)
		}
		time.Sleep(s)
		for value := range times(read(out, 3)) {
			if value.depot == 9 {
				t.Error("a value came out of a channel that was put into the slice after the call")
			}
		}
	})
}
