package fanin_test

import (
	"testing"

	"fanin"
)

// Nobody reads, or somebody reads slowly: Merge is never ahead of the reader by
// more values than it has inputs.
func TestMergeHoldsNoMoreValuesThanItHasInputs(t *testing.T) {
	for _, depots := range []int{1, 3, 6} {
		bubble(t, func(t *testing.T) {
			inputs := fullOnes(depots, 200)
			out := fanin.Merge(t.Context(), receivers(inputs...)...)
			settle(patience)
			for got := range 40 {
				if held := depots*200 - waiting(inputs) - got; held > depots {
					t.Fatalf("%d inputs, %d values read: Merge holds %d more", depots, got, held)
				}
				next(out, s)
				settle(s)
			}
		})
	}
}
