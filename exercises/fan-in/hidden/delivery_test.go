package fanin_test

import (
	"testing"
	"time"

	"fanin"
)

// Producers that are faster than the reader: every value comes out, once. (What
// else comes out is another criterion's business.)
func TestEveryValueComesOutOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const depots, each = 5, 30
		inputs := make([]chan scan, depots)
		for i := range inputs {
			inputs[i] = make(chan scan, i%3) // with a buffer, and without
			go func() {
				for n := range each {
					put(t.Context(), inputs[i], scan{1 + i, 1 + n})
				}
			}()
		}
		out := fanin.Merge(t.Context(), receivers(inputs...)...)
		var got stream[scan]
		for len(got.arrivals) < plenty {
			time.Sleep(ms)
			value, what := next(out, patience)
			if what != something {
				break
			}
			got.arrivals = append(got.arrivals, arrival[scan]{value: value})
		}
		count := times(got)
		for depot := 1; depot <= depots; depot++ {
			for n := 1; n <= each; n++ {
				if c := count[scan{depot, n}]; c != 1 {
					t.Fatalf("scan %d of depot %d came out %d times", n, depot, c)
				}
			}
		}
	})
}

// Values of one input stay in their order, however many wait.
func TestValuesOfOneInputKeepTheirOrder(t *testing.T) {
	bubble(t, func(t *testing.T) {
		inputs := fullOnes(3, 50)
		out := fanin.Merge(t.Context(), receivers(inputs...)...)
		last := map[int]int{}
		for _, a := range read(out, 150).arrivals {
			if a.value.n < last[a.value.depot] {
				t.Fatalf("of depot %d, scan %d came out after scan %d", a.value.depot, a.value.n, last[a.value.depot])
			}
			last[a.value.depot] = a.value.n
		}
		if len(last) == 0 {
			t.Error("nothing came out")
		}
	})
}
