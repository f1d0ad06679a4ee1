package fanin_test

import (
	"testing"
	"time"

	"assay.test/testkit"
	"fanin"
)

// The output is closed at the instant at which the last input is.
func TestTheOutputClosesWithTheLastInput(t *testing.T) {
	bubble(t, func(t *testing.T) {
		inputs := []chan scan{make(chan scan), make(chan scan, 2), make(chan scan)}
		go func() {
			for _, input := range inputs {
				settle(s)
				close(input)
			}
		}()
		got := read(fanin.Merge(t.Context(), receivers(inputs...)...), plenty)
		if !got.closed {
			t.Fatal("all inputs are closed, and the output is not")
		}
		if got.at != 3*s {
			t.Errorf("the inputs were closed at 1, 2 and 3 seconds, the output at %v", got.at)
		}
	})
}

// What is in the buffers of inputs that are closed comes out before the end.
func TestTheEndComesAfterTheLastValue(t *testing.T) {
	bubble(t, func(t *testing.T) {
		inputs := fullOnes(3, 5)
		out := fanin.Merge(t.Context(), receivers(inputs...)...)
		settle(s)
		for _, input := range inputs {
			close(input)
			settle(s)
		}
		got := read(out, plenty)
		if !got.closed || got.at != 4*s {
			t.Errorf("with all inputs closed and read to the end, closed: %v, at %v; want true, 4s", got.closed, got.at)
		}
		count := times(got)
		for depot := 1; depot <= 3; depot++ {
			for n := 1; n <= 5; n++ {
				if count[scan{depot, n}] == 0 {
					t.Fatalf("scan %d of depot %d was in an input that was closed, and was lost", n, depot)
				}
			}
		}
	})
}

func TestWithoutInputsTheOutputIsClosedAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		if got := read(fanin.Merge[scan](t.Context()), plenty); !got.closed || got.at != 0 {
			t.Errorf("without inputs, closed: %v, at %v; want true, 0s", got.closed, got.at)
		}
	})
}

// Depots that know nothing of each other close their inputs. Nothing in this test
// orders them, so that the race detector sees what Merge itself does not protect.
func TestInputsEndAtDifferentTimes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const depots = 6
		inputs := make([]chan scan, depots)
		for i := range inputs {
			inputs[i] = make(chan scan)
			go func() {
				testkit.SleepUntil(time.Duration(1+i) * s)
				close(inputs[i])
			}()
		}
		out := fanin.Merge(t.Context(), receivers(inputs...)...)
		time.Sleep(time.Minute)
		if got := read(out, plenty); !got.closed {
			t.Error("all inputs are closed, and the output is not")
		}
	})
}
