package fanin_test

import (
	"testing"
	"time"

	"assay.test/testkit"
	"fanin"
)

// Three inputs, one of them silent: each value comes out at the instant at which
// it goes in.
func TestNoInputWaitsForAnother(t *testing.T) {
	bubble(t, func(t *testing.T) {
		silent, minutely, late := make(chan scan), make(chan scan), make(chan scan, 1)
		go func() {
			for n := range 4 {
				testkit.SleepUntil(time.Duration(1+n) * time.Minute)
				put(t.Context(), minutely, scan{2, 1 + n})
			}
		}()
		go func() {
			testkit.SleepUntil(150*s + ms)
			put(t.Context(), late, scan{3, 1})
		}()
		due := map[scan]time.Duration{
			{2, 1}: time.Minute, {2, 2}: 2 * time.Minute, {2, 3}: 3 * time.Minute, {2, 4}: 4 * time.Minute,
			{3, 1}: 150*s + ms,
		}
		out := fanin.Merge(t.Context(), receivers(silent, minutely, late)...)
		came := map[scan]bool{}
		for _, a := range read(out, plenty).arrivals {
			came[a.value] = true
			if at, ok := due[a.value]; ok && a.at != at {
				t.Errorf("scan %d of depot %d went in at %v and came out at %v", a.value.n, a.value.depot, at, a.at)
			}
		}
		for value := range due {
			if !came[value] {
				t.Errorf("scan %d of depot %d did not come out, while another depot was silent", value.n, value.depot)
			}
		}
	})
}

// Four inputs that are never empty: each has its turn within a hundred values. The reader lets
// Merge get ready for each: which of its goroutines the machine lets wait is no matter of design.
func TestNoInputStarves(t *testing.T) {
	bubble(t, func(t *testing.T) {
		inputs := make([]chan scan, 4)
		for i := range inputs {
			inputs[i] = make(chan scan, 200)
		}
		out := fanin.Merge(t.Context(), receivers(inputs...)...)
		for n := range 200 { // all the time as many of each, until somebody reads
			for i := range inputs {
				inputs[i] <- scan{1 + i, 1 + n}
			}
			settle(ms)
		}
		share := map[int]int{}
		for range 100 {
			value, what := next(out, patience)
			if what != something {
				break
			}
			share[value.depot]++
			settle(ms)
		}
		for depot := 1; depot <= 4; depot++ {
			if share[depot] == 0 {
				t.Errorf("of %d values, four full inputs gave %v (depot: values); none may be left out", 100, share)
				break
			}
		}
	})
}
